/** What has come and was taken by nobody. */
import { fromBytes } from "../language/bytes.ts";
import type { Text, Who } from "../language/spec.ts";
import type { Expectation, Link } from "../projection/part.ts";
import { skipNewline } from "./on-connection.ts";
import { isKnown } from "./on-screen.ts";
import { matchWhole } from "./pattern.ts";
import type { Scene } from "./scene.ts";
import type { Screen } from "./screen.ts";
import { keyOf } from "./stage.ts";
import type { Ending } from "./transcript.ts";

/** Something that came although nothing should. */
export function leftover(link: Link | null, who: Who | null, scene: Scene): string | null {
  if (link !== null) {
    const connection = scene.stage.links.get(keyOf(link));
    // What reaches a client that has closed its connection reaches nobody.
    if (connection === undefined || connection.allowed || connection.left) return null;
    if (!connection.framed) skipNewline(connection);
    return connection.empty ? null : fromBytes(connection.messages[0] ?? connection.rest);
  }
  const screen: Screen | undefined = scene.stage.programs.get(who!)?.screen;
  if (screen === undefined || screen.allowed) return null;
  return screen.lines.find((line) => isKnown(line, who!, scene.spec))?.text ?? null;
}

/** Who else has exactly this message unread, from the same server. */
export function unreadElsewhere(
  { link, texts }: Extract<Expectation, { kind: "receive" }>,
  scene: Scene,
): string | null {
  for (const [key, { messages, rest, framed, left }] of scene.stage.links) {
    const [client = "", server] = key.split("\0");
    if (server !== link.server || client === link.client || left) continue;
    const has = (text: Text): boolean =>
      (framed ? messages : [rest]).some((bytes) => matchWhole(text, bytes, scene.bindings).kind === "met");
    if (texts.some(has)) return client;
  }
  return null;
}

/** How a server has ended a played client's connection, if nobody has asked for it. */
export function hungUp(link: Link, { stage }: Scene): "FIN" | "RST" | null {
  const connection = stage.links.get(keyOf(link));
  if (connection === undefined || stage.programs.has(link.client)) return null;
  const known = connection.closedByUs || connection.closeSeen || connection.allowed;
  return known ? null : connection.ended;
}

/** Everything was met: is anything left over?
 * @returns what breaks the scenario all the same
 */
export function lastLook(scene: Scene): Ending | null {
  const { stage } = scene;
  const base = { kind: "broken", row: null, break: { kind: "unexpected" } } as const;
  for (const [key, connection] of stage.links) {
    const [client, server] = key.split("\0") as [string, string];
    const got = leftover({ client, server }, null, scene);
    const who = stage.programs.has(client) ? client : server;
    if (got !== null)
      return { ...base, who, channel: "connection", expected: "nothing more", got, before: connection.before };
    const how = hungUp({ client, server }, scene);
    if (how === null) continue;
    const expected = `${client}'s connection stays open`;
    return {
      ...base,
      who,
      channel: "connection",
      expected,
      got,
      break: { kind: "closed", how },
      before: connection.before,
    };
  }
  for (const [who, { screen }] of stage.programs) {
    const got = leftover(null, who, scene);
    if (got !== null) return { ...base, who, channel: "screen", expected: "no more lines", got, before: screen.before };
  }
  return null;
}

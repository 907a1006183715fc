/** What has to be there before a part is played: servers that listen, and a message broker. */
import { isServer, type Spec, type Who } from "../language/spec.ts";
import type { Part } from "../projection/part.ts";
import { leaves } from "../projection/tree.ts";
import { type Address, inOrder } from "./addresses.ts";
import type { Played } from "./player.ts";
import { freePort } from "./ports.ts";
import { ready } from "./ready.ts";
import type { Stage, Target } from "./stage.ts";

export const BROKER = "broker";

/** Why there is no broker; null when it has joined. */
export async function joinBroker(stage: Stage, { broker, moves }: Part, spec: Spec): Promise<string | null> {
  // Loaded only where it is needed.
  const { Broker } = await import("./amqp/broker.ts");
  const found = await Broker.open(spec, broker === "watched", stage.changed);
  if (typeof found === "string") return found;
  const acts = [...leaves(moves)].map((move) => ("does" in move ? move.does : move.expects));
  const links = acts.flatMap((act) => ("link" in act ? [act.link] : "links" in act ? act.links : []));
  stage.join(found, BROKER, [...new Set(links.filter(({ client }) => client === BROKER).map(({ server }) => server))]);
  return null;
}

/** Starts the servers under test, and listens for those that we play. */
export async function setUp(
  stage: Stage,
  part: Part,
  target: Target,
  params: Readonly<Record<string, string>>,
): Promise<Played | null> {
  const [client] = part.under.filter((who) => !isServer(who));
  for (const server of inOrder(part.playedServers)) await stage.listen(server, client ?? "");
  for (const who of inOrder(part.under.filter(isServer))) {
    if (target.connect !== null) {
      stage.addresses.set(who, target.connect);
      continue;
    }
    const found = await startServer(who, stage, part, params);
    if (typeof found === "string")
      return { ending: { kind: "not-started", who, why: found }, states: new Map(), notes: [], bindings: new Map() };
    stage.addresses.set(who, found);
  }
  return null;
}

/**
 * A port may be free for a program that sets SO_REUSEADDR, and not for one that does not, because somebody has used it
 * a moment ago. That is not the program's fault: it gets another one.
 */
async function startServer(
  who: Who,
  stage: Stage,
  part: Part,
  params: Readonly<Record<string, string>>,
): Promise<Address | string> {
  const settings = part.settings.get(who) ?? {};
  for (let left = TRIES; ; left--) {
    const address = { host: "127.0.0.1", port: await freePort() };
    const program = stage.start(who, settings, address, params);
    // Whether it then has to listen is for the diagram to say.
    if (settings["args"] !== undefined || settings["ports"] !== undefined) return address;
    const found = await ready(program, address);
    if (typeof found !== "string" || program.exit === null || left === 0) return found;
    const printed = `${await program.late()}${program.stderr}`;
    if (!/in use|EADDRINUSE/i.test(printed)) return found;
    await program.end();
  }
}

const TRIES = 4;

/** Expectations of what comes on a connection. */
import { fromBytes } from "../language/bytes.ts";
import { isBroker, type Text } from "../language/spec.ts";
import type { Link } from "../projection/part.ts";
import type { Connection } from "./connection.ts";
import { type Bindings, type Match, matchStart, matchWhole } from "./pattern.ts";
import { type Attempt, met, type Scene } from "./scene.ts";

type OnConnection = (connection: Connection, bindings: Bindings) => Attempt;

/** For a link with a hole, every client's connection is tried; the first that fits tells who it is. */
export function onLink(link: Link, scene: Scene, look: OnConnection): Attempt {
  const hole = /^\{(.+)\}$/.exec(link.client)?.[1];
  const bound = hole === undefined ? link.client : scene.bindings.get(hole);
  if (bound !== undefined) {
    const connection = scene.stage.link({ ...link, client: bound });
    return connection ? look(connection, scene.bindings) : { kind: "open", got: null };
  }
  for (const key of scene.stage.links.keys()) {
    const [client, server] = key.split("\0");
    if (server !== link.server || isBroker(client!)) continue;
    const connection = scene.stage.links.get(key)!;
    if (connection.empty && connection.ended === null) continue;
    const found = look(connection, new Map([...scene.bindings, [hole!, client!]]));
    if (found.kind === "met") return found;
  }
  return { kind: "open", got: null };
}

export function receive(texts: readonly Text[], connection: Connection, scene: Scene): Attempt {
  if (!connection.framed) skipNewline(connection);
  let nearest: Attempt | null = null;
  for (const text of texts) {
    const found = connection.framed ? message(text, connection, scene) : beginning(text, connection, scene);
    if (found.kind === "met") return sameLetters(text, texts[0]!) ? noting(found, OTHER_CASE) : found;
    if (nearest === null || (nearest.kind === "off" && found.kind !== "off")) nearest = found;
  }
  return nearest ?? { kind: "open", got: null };
}

function noting<Met extends { readonly notes?: readonly string[] }>(found: Met, note: string): Met {
  return { ...found, notes: [...(found.notes ?? []), note] };
}

/** Whether two texts differ by capitals and by nothing else: alternatives of a dialect may be quite different words. */
function sameLetters(one: Text, other: Text): boolean {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  return a !== b && a.toLowerCase() === b.toLowerCase();
}

const OTHER_CASE = "it writes the words of its messages in another case than the handout";

function message(text: Text, connection: Connection, scene: Scene): Attempt {
  const lines = linesOf(text);
  let nearest = { offset: -1, bytes: connection.rest };
  for (const [i, bytes] of connection.messages.entries()) {
    const { match, length } = matchLines(text, lines, connection.messages.slice(i), scene.bindings);
    if (match.kind === "open") return atEnd(connection, fromBytes(together(connection.messages.slice(i))));
    if (match.kind === "met") {
      const take = (): void => {
        for (let skipped = 0; skipped < i + length; skipped++) connection.take(0);
        connection.allowed = false;
      };
      return met(match.bindings, take, connection.crlf ? ["its lines end in CR LF"] : []);
    }
    const offset = match.kind === "off" ? match.offset : bytes.length;
    if (!connection.allowed) return off(bytes, offset);
    if (offset >= nearest.offset) nearest = { offset, bytes };
  }
  return atEnd(connection, fromBytes(connection.rest.length > 0 ? connection.rest : nearest.bytes));
}

/** How many lines a text has at least. */
function linesOf(text: Text): number {
  return text.reduce((sum, piece) => sum + (piece.kind === "literal" ? piece.text.split("\n").length - 1 : 0), 1);
}

/** A text of several lines is several messages of a wire that is framed by lines. */
function matchLines(
  text: Text,
  lines: number,
  messages: readonly Buffer[],
  bindings: Bindings,
): { readonly match: Match; readonly length: number } {
  const [first] = messages;
  if (lines === 1) return { match: matchWhole(text, first!, bindings), length: 1 };
  for (let length = lines; length <= messages.length; length++) {
    const match = matchWhole(text, together(messages.slice(0, length)), bindings);
    if (match.kind === "met") return { match, length };
  }
  const begun = matchStart(text, Buffer.concat([first!, Buffer.from("\n")]), bindings, false);
  return { match: begun.kind === "off" ? begun : { kind: "open" }, length: 0 };
}

function together(messages: readonly Buffer[]): Buffer {
  return Buffer.concat(messages.flatMap((each, at) => (at === 0 ? [each] : [Buffer.from("\n"), each])));
}

function beginning(text: Text, connection: Connection, scene: Scene): Attempt {
  const bytes = connection.rest;
  if (bytes.length === 0) return atEnd(connection, "");
  const calm = scene.calm || connection.ended !== null;
  let skip = 0;
  let match = matchStart(text, bytes, scene.bindings, calm);
  let nearest = { offset: LEAST_ALIKE, bytes };
  while (connection.allowed && match.kind === "off" && skip < bytes.length) {
    if (match.offset > nearest.offset) nearest = { offset: match.offset, bytes: bytes.subarray(skip) };
    match = matchStart(text, bytes.subarray(++skip), scene.bindings, calm);
  }
  if (match.kind === "met") {
    const { length, bindings } = match;
    return met(bindings, () => {
      connection.take(skip + length);
      connection.allowed = false;
    });
  }
  if (match.kind === "off" && !connection.allowed) return off(bytes, match.offset);
  return atEnd(connection, fromBytes(nearest.bytes));
}

/** Fewer equal bytes than this are chance. */
const LEAST_ALIKE = 3;

function atEnd(connection: Connection, got: string): Attempt {
  const beginningOf = got === "" ? null : got;
  // Where we have closed it, the program may open another one.
  if (connection.ended === null || connection.left) return { kind: "open", got: beginningOf };
  return { kind: "off", got: beginningOf, break: { kind: "closed", how: connection.ended } };
}

function off(bytes: Buffer, offset: number): Attempt {
  return { kind: "off", got: fromBytes(bytes), break: { kind: "differs", offset } };
}

/** A newline or NUL that nobody asked for, after a message on an unframed wire. */
export function skipNewline(connection: Connection): void {
  if (connection.before.length === 0) return;
  const extra = /^[\r\n\0]+/.exec(connection.rest.subarray(0, 4).toString("latin1"))?.[0];
  if (extra === undefined) return;
  connection.take(extra.length);
  connection.before.pop();
  connection.notes.add(
    `its messages end in a ${extra.includes("\0") ? "NUL" : "newline"} that the handout does not have`,
  );
}

export function closed(connection: Connection, bindings: Bindings): Attempt {
  if (!connection.framed) skipNewline(connection);
  if (!connection.empty && !connection.allowed) return off(connection.messages[0] ?? connection.rest, 0);
  if (connection.ended === null) return { kind: "open", got: null };
  return met(bindings, () => {
    connection.closeSeen = true;
  });
}

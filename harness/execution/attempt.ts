/** Looks whether an expectation is met by what is there now, and changes nothing. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBytes, toBytes } from "../language/bytes.ts";
import type { ConsoleFormat, Spec, Text, Who } from "../language/spec.ts";
import { isBroker, isServer } from "../language/spec.ts";
import type { Expectation, Link } from "../projection/part.ts";
import { alike } from "./alike.ts";
import type { Connection } from "./connection.ts";
import { breach, type Heard } from "./history.ts";
import { isJsonLines, messagesOf } from "./json.ts";
import { type Bindings, bytesOf, firstDifference, type Match, matchStart, matchWhole, show } from "./pattern.ts";
import type { Program } from "./program.ts";
import type { Line, Screen } from "./screen.ts";
import { keyOf, type Stage } from "./stage.ts";
import { type Break, UNKNOWN_LINES } from "./transcript.ts";

export type Channel = "connection" | "screen" | "program" | "folder";

export type Attempt =
  /** `take` takes what was matched from its channel: only the branch of an `alt` that is followed does so. */
  | { readonly kind: "met"; readonly bindings: Bindings; readonly take: () => void; readonly notes?: readonly string[] }
  /** Not yet; `got` is the beginning that has come. */
  | { readonly kind: "open"; readonly got: string | null }
  | { readonly kind: "off"; readonly got: string | null; readonly break: Break };

export interface Scene {
  readonly stage: Stage;
  readonly spec: Spec;
  readonly bindings: Bindings;
  /** Nothing more comes for now. */
  readonly calm: boolean;
}

export function attempt(expected: Expectation, scene: Scene): Attempt {
  switch (expected.kind) {
    case "receive":
      return onLink(expected.link, scene, (connection, bindings) =>
        receive(expected.texts, connection, { ...scene, bindings }),
      );
    case "closed":
      return onLink(expected.link, scene, (connection, bindings) => closed(connection, bindings));
    case "connected":
      return scene.stage.link(expected.link) ? met(scene.bindings) : { kind: "open", got: null };
    case "printed":
      return onScreen(expected.who, scene, (program, bindings) =>
        printed(expected.texts, program, { ...scene, bindings }),
      );
    case "prompted":
      return prompted(expected.text, expected.who, scene);
    case "printed-something":
      return printedSomething(expected.with, expected.who, scene);
    case "exited":
      return exited(expected.who, expected.status, scene);
    case "saved":
      return saved(expected.who, expected.name, expected.text, scene);
    case "one-history":
      return oneHistory(expected.who, scene);
    case "silence":
      return silence(expected.links, expected.screens, scene);
  }
}

function met(bindings: Bindings, take: () => void = () => {}, notes: readonly string[] = []): Attempt {
  return { kind: "met", bindings, take, notes };
}

type OnConnection = (connection: Connection, bindings: Bindings) => Attempt;

/** For a link with a hole, every client's connection is tried; the first that fits tells who it is. */
function onLink(link: Link, scene: Scene, look: OnConnection): Attempt {
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

function receive(texts: readonly Text[], connection: Connection, scene: Scene): Attempt {
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

function closed(connection: Connection, bindings: Bindings): Attempt {
  if (!connection.framed) skipNewline(connection);
  if (!connection.empty && !connection.allowed) return off(connection.messages[0] ?? connection.rest, 0);
  if (connection.ended === null) return { kind: "open", got: null };
  return met(bindings, () => {
    connection.closeSeen = true;
  });
}

/** For a hole, every client's screen is tried; the first that fits tells who it is. */
function onScreen(who: Who, scene: Scene, look: (program: Program, bindings: Bindings) => Attempt): Attempt {
  const hole = /^\{(.+)\}$/.exec(who)?.[1];
  const bound = hole === undefined ? who : scene.bindings.get(hole);
  const program = bound === undefined ? undefined : scene.stage.programs.get(bound);
  if (program !== undefined) return look(program, scene.bindings);
  if (hole === undefined || bound !== undefined) return { kind: "open", got: null };
  for (const [name, other] of scene.stage.programs) {
    if (isServer(name)) continue;
    const found = look(other, new Map([...scene.bindings, [hole, name]]));
    if (found.kind === "met") return found;
  }
  return { kind: "open", got: null };
}

function printed(texts: readonly Text[], program: Program, scene: Scene): Attempt {
  const { screen, who } = program;
  const looked = screen.looked(texts, scene.bindings);
  for (let i = looked.from; i < screen.lines.length; i++) {
    const line = screen.lines[i]!.text;
    for (const reading of screen.readings(line)) {
      for (const text of texts) {
        const found = matchLine(text, reading, scene.bindings);
        if (found === null) continue;
        const take = (): void => {
          screen.drop(i);
          screen.take(0);
          screen.allowed = false;
        };
        return met(found, take, foreignLines(program, scene.spec, i));
      }
    }
    if (!screen.allowed && isKnown(screen.lines[i]!, who, scene.spec)) {
      const expected = bytesOf(texts[0]!, scene.bindings);
      return { kind: "off", got: line, break: { kind: "differs", offset: firstDifference(expected, toBytes(line)) } };
    }
  }
  looked.done();
  if (screen.ended && program.exit !== null) {
    const got = instead(texts, screen, scene.bindings);
    return { kind: "off", got, break: { kind: "exited", ...program.exit } };
  }
  return {
    kind: "open",
    // Looked for only when it is asked for: a program may print a lot.
    get got() {
      return instead(texts, screen, scene.bindings);
    },
  };
}

/** What was printed in the place of a line: the last that looks like it, or else the last. */
function instead(texts: readonly Text[], screen: Screen, bindings: Bindings): string | null {
  const expected = show(texts[0]!, bindings);
  const last = [...screen.readings(screen.unfinished)].at(-1)!;
  const like = screen.lines.slice(-MOST_COMPARED).findLast(({ text }) => alike(expected, text));
  return like?.text ?? (last.trim() || (screen.lines.findLast(({ text }) => text.trim() !== "")?.text ?? null));
}

const MOST_COMPARED = 200;

/** Of the first so many lines, one that the handout does not know at all, told as a note. */
export function foreignLines({ screen, who }: Program, spec: Spec, count: number = screen.lines.length): string[] {
  if (screen.allowed || screen.asked) return [];
  const kind = isServer(who) ? "server" : "client";
  const known = (reading: string): boolean =>
    reading.trim() === "" ||
    spec.console.some(
      (row) => row.who === kind && row.does === "prints" && row.formats.some((one) => fits(one, reading)),
    );
  const foreign = screen.lines.slice(0, count).find(({ text }) => ![...screen.readings(text)].some(known));
  return foreign === undefined ? [] : [unknownLines(foreign.text)];
}

function unknownLines(line: string): string {
  const letters = [...line.trim()];
  return UNKNOWN_LINES + (letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : letters.join(""));
}

/** White space at the end of a printed line is nobody's business, unless the handout writes it. */
function matchLine(text: Text, line: string, bindings: Bindings): Bindings | null {
  for (const candidate of new Set([line, line.trimEnd()])) {
    const match = matchWhole(text, toBytes(candidate), bindings);
    if (match.kind === "met") return match.bindings;
  }
  return null;
}

/** Does the line look like one that the handout gives to such programs? */
export function isKnown(line: Line, who: Who, spec: Spec): boolean {
  const before = known.get(line);
  if (before !== undefined) return before;
  const is = looksKnown(line.text, who, spec);
  known.set(line, is);
  return is;
}

/** A line is looked at again and again, and never changes. */
const known = new WeakMap<Line, boolean>();

function looksKnown(line: string, who: Who, spec: Spec): boolean {
  const kind = isServer(who) ? "server" : "client";
  // A format that any line fits tells nothing.
  const telling = (format: Text): boolean => format.some((piece) => piece.kind !== "hole" || piece.takes === "address");
  const isLike = (format: Text): boolean => telling(format) && fits(format, line);
  return spec.console.some(
    (row: ConsoleFormat) => row.who === kind && row.does === "prints" && row.formats.some(isLike),
  );
}

function fits(format: Text, line: string): boolean {
  return matchWhole(format, toBytes(line.trimEnd()), new Map()).kind === "met";
}

function printedSomething(text: Text | null, who: Who, scene: Scene): Attempt {
  const program = scene.stage.programs.get(who);
  if (program === undefined) return { kind: "open", got: null };
  const { screen } = program;
  const wanted = text === null ? null : show(text, scene.bindings);
  const looked = screen.looked(text ?? ANYTHING, scene.bindings);
  for (let i = looked.from; i < screen.lines.length; i++) {
    const line = screen.lines[i]!;
    // A prompt is no line, though it looks like one when the program has ended behind it.
    if (line.number < screen.fresh) continue;
    if ([...screen.readings(line.text)].some((reading) => reading.trim() === "")) continue;
    if (wanted !== null && !holds(line.text, wanted)) continue;
    return met(scene.bindings, () => {
      screen.take(i);
      screen.asked = true;
    });
  }
  looked.done();
  const got = screen.lines.at(-1)?.text ?? (screen.unfinished || null);
  if (screen.ended && program.exit !== null) return { kind: "off", got, break: { kind: "exited", ...program.exit } };
  return { kind: "open", got };
}

const ANYTHING: Text = [];

/** The end of an unfinished line, behind which the program waits. White space there is nobody's business. */
function prompted(text: Text, who: Who, scene: Scene): Attempt {
  const program = scene.stage.programs.get(who);
  if (program === undefined) return { kind: "open", got: null };
  const { screen } = program;
  const prompt = show(text, scene.bindings);
  if (screen.prompt.trimEnd().endsWith(prompt)) return met(scene.bindings, () => screen.takePrompt());
  const line = screen.lines.findLast((each) => each.number >= screen.fresh && each.text.trimEnd().endsWith(prompt));
  if (line && screen.prompt === "") {
    return { kind: "off", got: `${line.text}\n`, break: { kind: "differs", offset: toBytes(line.text).length } };
  }
  const got = screen.prompt || null;
  if (screen.ended && program.exit !== null) return { kind: "off", got, break: { kind: "exited", ...program.exit } };
  return { kind: "open", got };
}

/** A number must stand there as a whole number: 1 is not in 12. */
function holds(line: string, wanted: string): boolean {
  if (!/^\d+$/.test(wanted)) return line.includes(wanted);
  return new RegExp(`(?<!\\d)${wanted}(?!\\d)`).test(line);
}

function exited(who: Who, status: number | null, scene: Scene): Attempt {
  const exit = scene.stage.programs.get(who)?.exit ?? null;
  if (exit === null) return { kind: "open", got: null };
  if (status === null || exit.status === status) return met(scene.bindings);
  const got = exit.signal === null ? `the program ends with status ${exit.status}` : `it is killed by ${exit.signal}`;
  return { kind: "off", got, break: { kind: "exited", ...exit } };
}

function saved(who: Who, name: Text, text: Text, scene: Scene): Attempt {
  const program = scene.stage.programs.get(who);
  if (program === undefined) return { kind: "open", got: null };
  const path = join(program.dir, show(name, scene.bindings));
  if (!existsSync(path)) {
    if (!scene.calm) return { kind: "open", got: null };
    return { kind: "off", got: null, break: { kind: "file", there: readdirSync(program.dir).sort() } };
  }
  const content = isJsonLines(path) ? messagesOf(readFileSync(path), scene.spec) : readFileSync(path);
  const match = matchWhole(text, content, scene.bindings);
  if (match.kind === "met") return met(match.bindings);
  return scene.calm
    ? { kind: "off", got: fromBytes(content), break: { kind: "file" } }
    : { kind: "open", got: fromBytes(content) };
}

function oneHistory(server: Who, { stage, bindings, calm }: Scene): Attempt {
  if (!calm) return { kind: "open", got: null };
  const all = [...stage.links].flatMap(([key, { heard, left }]): Heard[] => {
    const [client = "", at] = key.split("\0");
    return at === server ? [{ who: client, messages: heard, left }] : [];
  });
  const found = breach(all);
  if (found === null) return met(bindings);
  return { kind: "off", got: found.got, break: { kind: "history", expected: found.expected, why: found.why } };
}

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

function silence(links: readonly Link[], screens: readonly Who[], scene: Scene): Attempt {
  const found = [
    ...links.map((link) => leftover(link, null, scene)),
    ...screens.map((who) => leftover(null, who, scene)),
  ];
  const got = found.find((each) => each !== null) ?? null;
  if (got !== null) return { kind: "off", got, break: { kind: "unexpected" } };
  for (const link of links) {
    const how = hungUp(link, scene);
    if (how !== null) return { kind: "off", got: null, break: { kind: "closed", how } };
  }
  if (!scene.calm) return { kind: "open", got: null };
  return met(scene.bindings, () => {
    for (const link of links) {
      const connection = scene.stage.link(link);
      if (connection?.allowed) connection.discard();
      if (connection) connection.allowed = false;
    }
  });
}

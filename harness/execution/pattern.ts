/** Expected texts against bytes: as a whole (a line, a frame), or from the start of a stream. */
import { fromBytes, toBytes } from "../language/bytes.ts";
import { expandFiller } from "../language/match.ts";
import type { Piece, Takes, Text } from "../language/spec.ts";
import { escapeRegExp } from "../projection/texts.ts";

/** What holes turned out to be. */
export type Bindings = ReadonlyMap<string, string>;

export type Match =
  /** `length` is in bytes. */
  | { readonly kind: "met"; readonly length: number; readonly bindings: Bindings }
  /** As far as it goes it fits; with more it may. */
  | { readonly kind: "open" }
  /** The first byte that differs. */
  | { readonly kind: "off"; readonly offset: number };

/** The text with holes filled in that are known, as people read it. */
export function show(text: Text, bindings: Bindings): string {
  return text
    .map((piece) => {
      if (piece.kind === "literal") return piece.text;
      if (piece.kind === "filler") return expandFiller(piece.bytes);
      return bindings.get(piece.name) ?? `{${piece.name}}`;
    })
    .join("");
}

/** The bytes of a text. What is sent by us and may be anything there is the hole's name. */
export function bytesOf(text: Text, bindings: Bindings): Buffer {
  const known = text.map(
    (piece): Piece =>
      piece.kind === "hole" && !bindings.has(piece.name) ? { kind: "literal", text: piece.name } : piece,
  );
  return toBytes(show(known, bindings));
}

/** What was sent in a hole is what stands there from then on. */
export function asSent(text: Text, bindings: Bindings): Bindings {
  const sent = text.flatMap((piece): [string, string][] =>
    piece.kind === "hole" && !bindings.has(piece.name) ? [[piece.name, piece.name]] : [],
  );
  return sent.length === 0 ? bindings : new Map([...bindings, ...sent]);
}

export function hasHoles(text: Text, bindings: Bindings): boolean {
  return text.some((piece) => piece.kind === "hole" && !bindings.has(piece.name));
}

/** A whole line or frame. */
export function matchWhole(text: Text, bytes: Buffer, bindings: Bindings): Match {
  if (!hasHoles(text, bindings)) {
    const expected = bytesOf(text, bindings);
    if (expected.equals(bytes)) return { kind: "met", length: bytes.length, bindings };
    return { kind: "off", offset: firstDifference(expected, bytes) };
  }
  const start = leading(text, bindings);
  if (!start.equals(bytes.subarray(0, start.length))) return { kind: "off", offset: firstDifference(start, bytes) };
  const { source, names, long } = compile(text, bindings, false);
  const found = search(`^${source}$`, long, fromBytes(bytes));
  const bound = found && bind(names, found, bindings);
  if (bound) return { kind: "met", length: bytes.length, bindings: bound };
  return { kind: "off", offset: firstDifference(start, bytes) };
}

/**
 * The beginning of a stream on which nothing tells where a message ends.
 * @param calm nothing more comes for now: an open end has ended
 */
export function matchStart(text: Text, bytes: Buffer, bindings: Bindings, calm: boolean): Match {
  const start = leading(text, bindings);
  const common = Math.min(start.length, bytes.length);
  if (start.compare(bytes, 0, common, 0, common) !== 0) return { kind: "off", offset: firstDifference(start, bytes) };
  if (bytes.length < start.length) return { kind: "open" };
  if (!hasHoles(text, bindings)) return { kind: "met", length: start.length, bindings };
  const ending = text.at(-1)!;
  const closed = ending.kind !== "hole" || bindings.has(ending.name);
  if (!closed && !calm) return { kind: "open" };
  const { source, names, long } = compile(text, bindings, closed);
  const found = search(`^${source}`, long, fromBytes(bytes));
  const bound = found && bind(names, found, bindings);
  if (bound) return { kind: "met", length: toBytes(found[0]!).length, bindings: bound };
  return calm ? { kind: "off", offset: start.length } : { kind: "open" };
}

/** What stands before the first unknown hole. */
function leading(text: Text, bindings: Bindings): Buffer {
  return bytesOf(text.slice(0, firstHole(text, bindings)), bindings);
}

function firstHole(text: Text, bindings: Bindings): number {
  const at = text.findIndex((piece) => piece.kind === "hole" && !bindings.has(piece.name));
  return at < 0 ? text.length : at;
}

interface Compiled {
  readonly source: string;
  /** What is too long for a regular expression: a mark stands for each, in the source and in what is searched. */
  readonly long: readonly string[];
  /** The hole of each group, and whether it is a counted list. */
  readonly names: readonly { readonly name: string; readonly counted: boolean }[];
}

/** Each ends in a repetition, so that a `?` after it makes it take as little as it can. */
const GROUPS: Readonly<Record<Takes, string>> = {
  word: "\\S+",
  address: "\\S+:\\d+",
  words: "(?:\\S+(?: \\S+)*)?",
  counted: "\\d+(?: \\S+)*",
  rest: ".*",
};

function compile(text: Text, bindings: Bindings, lazy: boolean): Compiled {
  const names: { name: string; counted: boolean }[] = [];
  const long: string[] = [];
  const literal = (value: string): string => {
    if (value.length <= LONGEST_LITERAL) return escapeRegExp(value);
    if (!long.includes(value)) long.push(value);
    return mark(long.indexOf(value));
  };
  const source = text.map((piece) => {
    if (piece.kind === "literal") return literal(piece.text);
    if (piece.kind === "filler") return literal(expandFiller(piece.bytes));
    const value = bindings.get(piece.name);
    if (value !== undefined) return literal(value);
    names.push({ name: piece.name, counted: piece.takes === "counted" });
    return `(${GROUPS[piece.takes]}${lazy ? "?" : ""})`;
  });
  return { source: source.join(""), names, long };
}

const LONGEST_LITERAL = 4096;

/** U+FDD0…U+FDEF are no characters, and never will be: they occur in no text (Unicode, 23.7). */
function mark(index: number): string {
  return String.fromCharCode(0xfdd0 + index);
}

/** The groups of the first match. */
function search(source: string, long: readonly string[], text: string): readonly string[] | null {
  const marked = long.reduce((rest, value, i) => rest.replaceAll(value, mark(i)), text);
  const found = new RegExp(source, "s").exec(marked);
  return found === null
    ? null
    : found.map((group) => long.reduceRight((rest, value, i) => rest.replaceAll(mark(i), value), group));
}

function bind(names: Compiled["names"], found: readonly string[], before: Bindings): Bindings | null {
  const bindings = new Map(before);
  for (const [i, { name, counted }] of names.entries()) {
    const value = found[i + 1]!;
    if (counted) {
      const [count, ...words] = value.split(" ");
      if (Number(count) !== words.length) return null;
    }
    if (bindings.has(name) && bindings.get(name) !== value) return null;
    bindings.set(name, value);
  }
  return bindings;
}

export function firstDifference(a: Buffer, b: Buffer): number {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) if (a[i] !== b[i]) return i;
  return common;
}

/**
 * A text and a format → what stands in each of the format's holes, and back.
 * The text may be a scenario's own, with holes and fillers in it, or bytes that have arrived. Pure.
 */

export { expandFiller } from "./filler.ts";

import type { Piece, Text } from "./spec.ts";
import { isWord, type Position, placed, slice, type Tape } from "./tape.ts";
import { join } from "./text.ts";

/** What stands in each hole. For `{names...}` it is the words without their number, joined by single spaces. */
export type Fields = ReadonlyMap<string, Text>;

type Hole = Extract<Piece, { kind: "hole" }>;

interface Candidate {
  readonly end: Position;
  readonly field: Text;
}

/** After so many tries a text counts as not fitting: one made to be slow must not stop the harness. */
const mostTries = 200_000;

/** Reads a text by a format; null where it does not fit. A hole that stands twice must hold the same twice. */
export function fits(text: Text, format: Text): Fields | null {
  const tape = placed(text);
  const fields = new Map<string, Text>();
  let tries = 0;
  const match = (at: number, from: Position): boolean => {
    const piece = format[at];
    if (piece === undefined) return from === tape.flat.length;
    if (piece.kind === "literal") {
      return tape.flat.startsWith(piece.text, from) && match(at + 1, from + piece.text.length);
    }
    if (piece.kind === "filler") {
      const found = tape.pieces.get(from);
      return found?.kind === "filler" && found.bytes === piece.bytes && match(at + 1, from + 1);
    }
    const bound = fields.get(piece.name);
    for (const { end, field } of candidates(tape, from, piece, at === format.length - 1)) {
      tries += 1;
      if (tries > mostTries) return false;
      if (bound && !same(bound, field)) continue;
      if (!bound) fields.set(piece.name, field);
      if (match(at + 1, end)) return true;
      if (!bound) fields.delete(piece.name);
    }
    return false;
  };
  return match(0, 0) ? fields : null;
}

/** Reads what has arrived by a format: the strings that stand in its holes, or null where it does not fit. */
export function split(actual: string, format: Text): ReadonlyMap<string, string> | null {
  const fields = fits([{ kind: "literal", text: actual }], format);
  if (fields === null) return null;
  const text = (field: Text) => field.map((piece) => (piece.kind === "literal" ? piece.text : "")).join("");
  return new Map([...fields].map(([name, field]) => [name, text(field)]));
}

/** Writes the fields into the format's holes; a hole without a field stays. Undoes `fits`. */
export function fill(format: Text, fields: Fields): Text {
  return join(
    format.flatMap((piece) => {
      const field = piece.kind === "hole" ? fields.get(piece.name) : undefined;
      if (piece.kind !== "hole" || field === undefined) return piece;
      return piece.takes === "counted" ? counted(field) : field;
    }),
  );
}

/** The number of the words, then the words; a list that is a hole itself brings its own number. */
function counted(field: Text): Text {
  const [first] = field;
  if (first === undefined) return [{ kind: "literal", text: "0" }];
  if (first.kind === "hole" && first.takes === "counted") return field;
  const words = placed(field).flat.split(" ").length;
  return [{ kind: "literal", text: `${words} ` }, ...field];
}

/** What a hole may take here, the shortest first; the rest of a text the longest first. */
function* candidates(tape: Tape, from: Position, hole: Hole, isLast: boolean): Generator<Candidate> {
  const { length } = tape.flat;
  if (hole.takes === "rest") {
    const least = isLast ? length : from;
    for (let end = length; end >= least; end -= 1) yield* ending(tape, from, end);
  } else if (hole.takes === "word" || hole.takes === "address") {
    for (const end of wordEnds(tape, from, isLast)) yield* ending(tape, from, end);
  } else if (hole.takes === "counted") {
    yield* countedLists(tape, from, isLast);
  } else if (allWords(tape, from)) yield { end: length, field: slice(tape, from, length) };
}

function* ending(tape: Tape, from: Position, end: Position): Generator<Candidate> {
  if (!splitsPair(tape.flat, end)) yield { end, field: slice(tape, from, end) };
}

/** Where a word that begins here may end. The last hole of a format takes the whole word. */
function* wordEnds(tape: Tape, from: Position, whole: boolean): Generator<Position> {
  let end = from;
  while (isWord(tape, end)) {
    end += 1;
    if (!whole || !isWord(tape, end)) yield end;
  }
}

function* countedLists(tape: Tape, from: Position, isLast: boolean): Generator<Candidate> {
  const own = tape.pieces.get(from);
  if (own?.kind === "hole" && own.takes === "counted") yield { end: from + 1, field: [own] };
  const number = /^(?:0|[1-9]\d{0,8})/.exec(tape.flat.slice(from, from + 10))?.[0];
  if (number === undefined) return;
  let end = from + number.length;
  if (number === "0") yield { end, field: [] };
  for (let left = Number(number); left > 0; left -= 1) {
    if (tape.flat[end] !== " " || !isWord(tape, end + 1)) return;
    if (left === 1) {
      const start = from + number.length + 1;
      for (const last of wordEnds(tape, end + 1, isLast)) {
        if (!splitsPair(tape.flat, last)) yield { end: last, field: slice(tape, start, last) };
      }
      return;
    }
    end += 1;
    while (isWord(tape, end)) end += 1;
  }
}

/** Whether only words with single spaces between them follow, or nothing, or a list of words that is a hole itself. */
function allWords(tape: Tape, from: Position): boolean {
  if (from === tape.flat.length) return true;
  for (let at = from; ; at += 1) {
    const piece = tape.pieces.get(at);
    if (piece?.kind === "hole" && piece.takes === "words") return at + 1 === tape.flat.length;
    if (!isWord(tape, at)) return false;
    while (isWord(tape, at)) at += 1;
    if (at === tape.flat.length) return true;
    if (tape.flat[at] !== " ") return false;
  }
}

function splitsPair(flat: string, at: Position): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]/.test(flat.slice(Math.max(at - 1, 0), at + 1)) && at > 0;
}

function same(a: Text, b: Text): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

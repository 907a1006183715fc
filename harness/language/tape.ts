/**
 * A text laid out as one string, in which each hole and filler is one sign, so that it can be searched and cut.
 * The sign is a lone surrogate that no text holds.
 */

import type { Piece, Text } from "./spec.ts";
import { join } from "./text.ts";

/** An offset in a tape's string. */
export type Position = number;

export interface Tape {
  readonly flat: string;
  /** The hole or filler that stands at a position. */
  readonly pieces: ReadonlyMap<Position, Exclude<Piece, { kind: "literal" }>>;
}

const sign = "\udfff";

/** Lays a text out. */
export function placed(text: Text): Tape {
  const pieces = new Map<Position, Exclude<Piece, { kind: "literal" }>>();
  let flat = "";
  for (const piece of text) {
    if (piece.kind !== "literal") pieces.set(flat.length, piece);
    flat += piece.kind === "literal" ? piece.text : sign;
  }
  return { flat, pieces };
}

/** What stands between two positions, as a text again. */
export function slice(tape: Tape, from: Position, to: Position): Text {
  if (tape.pieces.size === 0) return from === to ? [] : [{ kind: "literal", text: tape.flat.slice(from, to) }];
  const parts: Piece[] = [];
  let start = from;
  for (const [at, piece] of tape.pieces) {
    if (at < from || at >= to) continue;
    parts.push({ kind: "literal", text: tape.flat.slice(start, at) }, piece);
    start = at + 1;
  }
  return join([...parts, { kind: "literal", text: tape.flat.slice(start, to) }]);
}

/** Whether what stands here is part of a word: no white space, and no hole or filler that may hold some. */
export function isWord(tape: Tape, at: Position): boolean {
  const piece = tape.pieces.get(at);
  if (piece) return piece.kind === "hole" && (piece.takes === "word" || piece.takes === "address");
  const code = tape.flat.charCodeAt(at);
  return code > 0x20 || (code < 0x20 && !(code >= 0x09 && code <= 0x0d));
}

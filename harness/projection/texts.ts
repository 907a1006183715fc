/** Small changes to texts: holes filled in, words renamed. */
import { expandFiller } from "../language/match.ts";
import type { Piece, Text } from "../language/spec.ts";
import { join } from "../language/text.ts";

/** The text without holes that this is; null when it has some. */
export function literal(text: Text): string | null {
  let all = "";
  for (const piece of text) {
    if (piece.kind === "hole") return null;
    all += piece.kind === "literal" ? piece.text : expandFiller(piece.bytes);
  }
  return all;
}

/** Holes whose names have a value become literals; a `{…{i}}` has its inner name filled in. */
export function fillHoles(text: Text, values: Readonly<Record<string, string>>): Text {
  return join(
    text.map((piece): Piece => {
      if (piece.kind !== "hole") return piece;
      const value = values[piece.name];
      if (value !== undefined) return { kind: "literal", text: value };
      return { ...piece, name: piece.name.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all) };
    }),
  );
}

/** The literals changed, everything else as it is. */
export function mapLiterals(text: Text, change: (literal: string) => string): Text {
  return join(
    text.map((piece): Piece => (piece.kind === "literal" ? { kind: "literal", text: change(piece.text) } : piece)),
  );
}

/** A whole word replaced wherever it stands. */
export function renameWord(text: Text, word: string, by: string): Text {
  const pattern = new RegExp(`(?<![\\w])${escapeRegExp(word)}(?![\\w])`, "g");
  return mapLiterals(text, (all) => all.replace(pattern, () => by));
}

/** The text as a regular expression that matches it literally. */
export function escapeRegExp(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

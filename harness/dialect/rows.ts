/** Which of the handout's messages a text is. */
import { type Fields, fits } from "../language/match.ts";
import type { MessageFormat, Text } from "../language/spec.ts";
import { join } from "../language/text.ts";

export interface Found {
  readonly row: MessageFormat;
  /** Null where it only begins like this message: `rest` is what follows its word. */
  readonly fields: Fields | null;
  readonly rest: Text;
  /** Another row that it fits as well, where nothing tells which of the two it is. */
  readonly rival: MessageFormat | null;
}

/**
 * The row that a text fits: best the one whose hole stands in the text (`OK {welcometext}`), then one that does not take
 * any text to its end; else the one whose word it begins with (`REGISTER`, without a name); else one that fits every
 * text; or null.
 */
export function rowOf(text: Text, rows: readonly MessageFormat[]): Found | null {
  const names = new Set(text.flatMap((piece) => (piece.kind === "hole" ? [plain(piece.name)] : [])));
  let close: Found | null = null;
  let loose: Found | null = null;
  let second: MessageFormat | null = null;
  let any: Found | null = null;
  for (const row of rows) {
    const fields = fits(text, row.format);
    if (fields === null) continue;
    const found = { row, fields, rest: [], rival: null };
    if (row.format.some((piece) => piece.kind === "hole" && names.has(plain(piece.name)))) return found;
    if (!row.format.some((piece) => piece.kind === "literal")) any ??= found;
    else if (row.format.some((piece) => piece.kind === "hole" && piece.takes === "rest")) {
      if (loose !== null) second ??= row;
      loose ??= found;
    } else close ??= found;
  }
  return close ?? (loose && { ...loose, rival: second }) ?? beginning(text, rows) ?? any;
}

/** Holes of fragments and of second messages count as the same: `welcome2text (joined 1)` is `welcometext`. */
function plain(name: string): string {
  return name.replace(/ \(.*\)$/, "").replace(/\d+(?=text$|$)/, "");
}

function beginning(text: Text, rows: readonly MessageFormat[]): Found | null {
  const [first, ...more] = text;
  if (first?.kind !== "literal") return null;
  for (const row of rows) {
    const word = wordOf(row.format);
    if (word === null || (first.text !== word && !first.text.startsWith(`${word} `))) continue;
    return {
      row,
      fields: null,
      rival: null,
      rest: join([{ kind: "literal", text: first.text.slice(word.length) }, ...more]),
    };
  }
  return null;
}

/** The word that a format begins with, if it is followed by holes; null otherwise. */
export function wordOf(format: Text): string | null {
  const [first, second] = format;
  if (first?.kind !== "literal" || second === undefined) return null;
  return /^(\S+) $/.exec(first.text)?.[1] ?? null;
}

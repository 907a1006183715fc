/**
 * A text's pieces → how it is written in a diagram: bare where that is read back as the same by us and by Mermaid,
 * else in double quotes. The inverse of text.ts.
 */

import { isWellFormed, toBytes } from "./bytes.ts";
import type { Piece, Text } from "./spec.ts";

const marks = { word: "", address: "", rest: "", counted: "...", words: "*" } as const;

/** Writes a text so that `parseText` reads the same again and Mermaid reads it as one text. */
export function printText(text: Text): string {
  return standsBare(text) ? text.map((piece) => printPiece(piece, encodeEntities)).join("") : quoteText(text);
}

/** Writes a format as it stands in a table: nothing is special there but braces. */
export function printFormat(format: Text): string {
  return format.map((piece) => printPiece(piece, (words) => words)).join("");
}

/** The same in quotes, for where a bare text would be read as something else. */
export function quoteText(text: Text): string {
  return `"${text.map((piece) => printPiece(piece, (words) => escaped(words, true))).join("")}"`;
}

/** A string in quotes, in which braces are nothing special (the settings of `starts with`). */
export function quoteString(value: string): string {
  return `"${escaped(value, false)}"`;
}

/** `;` and `#` as Mermaid wants them. */
export function encodeEntities(text: string): string {
  return text.replace(/[;#]/g, (sign) => (sign === ";" ? "#59;" : "#35;"));
}

/** Whether Mermaid takes a line for CSS (`style x:a#59;`) and drops its last `;`. */
export function looksLikeStyle(line: string): boolean {
  return /(?:style|classDef).*:\S*#.*;/.test(line);
}

/** Whether Mermaid and we read this string, written bare, as it stands. */
export function isPlain(text: string): boolean {
  if (text === "" || text !== text.trim() || text.startsWith('"') || !isWellFormed(text)) return false;
  // Control characters, other line ends, Mermaid's directives, HTML (Mermaid changes its quotes), its `wrap:` prefix and its marks for `#59;`.
  if (/[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]|%%|<\w|^:?(?:no)?wrap|ﬂ°|¶ß/i.test(text)) return false;
  return !/#\w+;/.test(text);
}

function standsBare(text: Text): boolean {
  const shown = text.map((piece) => printPiece(piece, (words) => words)).join("");
  const braces = text.some((piece) => piece.kind === "literal" && /\{[A-Za-z]|\{$/.test(piece.text));
  return isPlain(shown) && !braces;
}

function printPiece(piece: Piece, literal: (text: string) => string): string {
  if (piece.kind === "literal") return literal(piece.text);
  if (piece.kind === "hole") return `{${piece.name}${marks[piece.takes]}}`;
  const { bytes } = piece;
  if (bytes > 0 && bytes % 1048576 === 0) return `{text of ${bytes / 1048576} MiB}`;
  if (bytes > 0 && bytes % 1024 === 0) return `{text of ${bytes / 1024} KiB}`;
  return `{text of ${bytes} bytes}`;
}

const short: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(text: string, braces: boolean): string {
  return text.replace(
    /[\0-\x1f\x7f-\x9f"\\{;#\u00b6\ufb02\u2028\u2029\ufeff]|%(?=[%{])|<(?=\w)|[\ud800-\udfff]/gu,
    (sign) => {
      if (sign === "{") return braces ? "\\{" : sign;
      if (short[sign] !== undefined) return short[sign];
      const code = sign.charCodeAt(0);
      if (code < 0x80) return /[;#%<]/.test(sign) ? `\\u00${code.toString(16)}` : hex(code);
      if (code < 0xd800 || code > 0xdfff) return `\\u${code.toString(16).padStart(4, "0")}`;
      return [...toBytes(sign)].map(hex).join("");
    },
  );
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}

/** Writes a scenario's name for `title`. */
export function printName(name: string): string {
  const written = encodeEntities(name);
  return isPlain(name) && !looksLikeStyle(written) ? written : quoteString(name);
}

/**
 * A text as it is written in a diagram or a table ⇄ its pieces (literals, holes, fillers).
 * It stands bare, or in double quotes with JSON's escapes, `\xff` and `\{`. In diagrams `#59;` and `#35;` are
 * Mermaid's `;` and `#`; what Mermaid would misread is therefore printed in quotes, with escapes.
 */

import { isWellFormed, normalize } from "./bytes.ts";
import type { Piece, Place, Problem, Takes, Text } from "./spec.ts";

/** `{time{i}}` is another one each time that a loop over `i` comes round. */
const hole = /^\{([A-Za-z]\w*(?:\{[A-Za-z]\w*\})?)(\.\.\.|\*)?\}/;
const filler = /^\{text of (\d+) (bytes?|KiB|MiB)\}/;
const units: Readonly<Record<string, number>> = { byte: 1, bytes: 1, KiB: 1024, MiB: 1024 * 1024 };
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  "{": "{",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Reads a text of a diagram, which Mermaid's `#59;` and `#35;` may stand in. The place is that of its first character. */
export function parseText(source: string, place: Place): Text | Problem {
  return parse(source, place, true);
}

/** Reads a format of a table or of the front matter: a text in which `#` and `;` are nothing special. */
export function parseFormat(source: string, place: Place): Text | Problem {
  return parse(source, place, false);
}

/** Reads a string in which braces are nothing special: a title, or a setting's value. */
export function parseString(source: string, place: Place): string | Problem {
  if (!source.startsWith('"')) return decodeEntities(source);
  const text = parseText(
    source.replace(/\\.|\{/g, (sign) => (sign === "{" ? "\\{" : sign)),
    place,
  );
  return isProblem(text) ? text : text.map((piece) => (piece.kind === "literal" ? piece.text : "")).join("");
}

/** Tells a problem from the text that might have been. */
export function isProblem(result: Text | Problem): result is Problem {
  return "message" in result;
}

/** Pieces one after the other as a text: neighbouring literals become one, and empty ones go. */
export function join(pieces: readonly Piece[]): Text {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.kind === "literal" && last?.kind === "literal") {
      joined[joined.length - 1] = { kind: "literal", text: normalize(last.text + piece.text) };
    } else if (piece.kind !== "literal" || piece.text !== "") joined.push(piece);
  }
  return joined;
}

/** What a hole takes is told by its mark and its name. */
export function takesOf(name: string, mark: string): Takes {
  if (mark === "...") return "counted";
  if (mark === "*") return "words";
  if (/^server\d*$/.test(name)) return "address";
  return /text(\{|$)/.test(name) ? "rest" : "word";
}

/** Mermaid's own `#59;` and `#35;`, read. */
function decodeEntities(source: string): string {
  return source.replaceAll("#59;", ";").replaceAll("#35;", "#");
}

function parse(source: string, place: Place, entities: boolean): Text | Problem {
  const start = source.length - source.trimStart().length;
  const text = source.trim();
  const quoted = text.startsWith('"');
  const problem = (offset: number, message: string): Problem => ({
    ...place,
    column: place.column + start + offset,
    message,
    severity: "error",
  });
  const pieces: Piece[] = [];
  let at = quoted ? 1 : 0;
  while (at < text.length) {
    const rest = text.slice(at, at + 200);
    if (quoted && rest.startsWith('"')) {
      if (at === text.length - 1) return join(pieces);
      return problem(at + 1, 'nothing may follow the closing quote: write \\" for a quote inside');
    }
    const next = entity(rest, entities) ?? (quoted ? escaped(rest) : null) ?? braced(rest) ?? plain(text, at);
    if (typeof next === "string") return problem(at, next);
    pieces.push(next.piece);
    at += next.size;
  }
  return quoted ? problem(0, 'the quotes are not closed: expected `"` at the end of the line') : join(pieces);
}

interface Read {
  readonly piece: Piece;
  readonly size: number;
}

function entity(rest: string, entities: boolean): Read | null {
  const found = entities ? /^#(?:59|35);/.exec(rest) : null;
  return found && { piece: { kind: "literal", text: decodeEntities(found[0]) }, size: found[0].length };
}

function escaped(rest: string): Read | string | null {
  if (!rest.startsWith("\\")) return null;
  const [unicode, byte] = [/^\\u([0-9a-fA-F]{4})/.exec(rest), /^\\x([0-9a-fA-F]{2})/.exec(rest)];
  // Both halves of a pair are read at once: alone, neither is a character.
  const pair = /^\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(rest);
  if (pair) {
    const text = String.fromCharCode(Number.parseInt(pair[1]!, 16), Number.parseInt(pair[2]!, 16));
    return { piece: { kind: "literal", text }, size: 12 };
  }
  if (unicode) {
    const text = String.fromCharCode(Number.parseInt(unicode[1]!, 16));
    if (!isWellFormed(text)) return `\`${unicode[0]}\` is half a character: write \`\\xff\` for a raw byte`;
    return { piece: { kind: "literal", text }, size: 6 };
  }
  if (byte) {
    const code = Number.parseInt(byte[1]!, 16);
    return { piece: { kind: "literal", text: String.fromCharCode(code < 0x80 ? code : 0xdc00 + code) }, size: 4 };
  }
  const text = escapes[rest[1] ?? ""];
  if (text !== undefined) return { piece: { kind: "literal", text }, size: 2 };
  return `unknown escape \`${rest.slice(0, 2)}\`: expected \\n, \\t, \\r, \\b, \\f, \\", \\\\, \\/, \\{, \\xff or \\u00ff`;
}

function braced(rest: string): Read | string | null {
  const named = hole.exec(rest);
  if (named) {
    const [whole, name = "", mark = ""] = named;
    return { piece: { kind: "hole", name, takes: takesOf(name, mark) }, size: whole.length };
  }
  const long = filler.exec(rest);
  if (long) return { piece: { kind: "filler", bytes: Number(long[1]) * units[long[2]!]! }, size: long[0].length };
  if (!/^\{[A-Za-z]/.test(rest)) return null;
  const shown = /^\{[^}\s]*(?:\s[^}]*)?\}?/.exec(rest)![0].slice(0, 40);
  return `\`${shown}\` is no hole: expected {name}, {names...}, {names*} or {text of 16 KiB}, or "\\{" for a brace`;
}

/** All characters up to the next that may mean something. */
function plain(text: string, at: number): Read {
  const special = /[{#"\\]/g;
  special.lastIndex = at + 1;
  const end = special.exec(text)?.index ?? text.length;
  return { piece: { kind: "literal", text: text.slice(at, end) }, size: end - at };
}

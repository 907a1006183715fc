/**
 * Text from programs, made safe and visible: what is returned holds no control, format or separator character,
 * so it can neither move the cursor, nor turn letters around, nor start a new line.
 */

/** One character as it is shown, and where it ends (in bytes). */
export interface Cell {
  readonly shown: string;
  readonly end: number;
}

const short: Readonly<Record<string, string>> = { "\r": "\\r", "\t": "\\t", "\0": "\\0" };

/** Hidden or harmful where it is shown: controls, formats (direction, zero width), separators but the plain space. */
const hidden = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]$/u;

/** A character that must not be shown as it is, as an escape; any other as it is. */
export function escaped(character: string): string {
  if (character === " " || !hidden.test(character)) return character;
  const raw = rawByte(character);
  const code = raw ?? character.codePointAt(0) ?? 0;
  if (raw !== null || code < 0x80) return short[character] ?? `\\x${code.toString(16).padStart(2, "0")}`;
  return `\\u{${code.toString(16)}}`;
}

/** The byte that stands as a lone surrogate (see language/bytes.ts), or null. */
function rawByte(character: string): number | null {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : null;
}

/** For commands, titles and lines of stderr: spaces stay as they are, a line end is `\n`. */
export function inline(text: string): string {
  return Array.from(text, (character) => (character === "\n" ? "\\n" : escaped(character))).join("");
}

/** For texts that are compared: spaces that are easily overlooked are `·`, a line end is `↵`. */
export function visible(text: string): string {
  return cells(text)
    .map(({ shown }) => shown)
    .join("");
}

export function cells(text: string): readonly Cell[] {
  const characters = Array.from(text);
  let end = 0;
  return characters.map((character, index) => {
    end += rawByte(character) === null ? Buffer.byteLength(character) : 1;
    return { shown: shown(characters, index), end };
  });
}

function shown(characters: readonly string[], index: number): string {
  const character = characters[index] ?? "";
  if (character === "\n") return "↵";
  if (character === "\\") return "\\\\";
  if (character !== " ") return escaped(character);
  const alone = /^\S$/u.test(characters[index - 1] ?? "") && /^\S$/u.test(characters[index + 1] ?? "");
  return alone ? " " : "·";
}

/** GitHub runs a line that begins with `::`, or has `##[` in it, as a command: every line of a log goes through this. */
export function noCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, "$1\\x3a").replaceAll("##[", "##\\x5b");
}

/** Texts as diagrams have them ⇄ the fields of a message. */
import { fromBytes, toBytes } from "../../language/bytes.ts";
import { fill, fits } from "../../language/match.ts";
import type { Text } from "../../language/spec.ts";
import { bytesOf } from "../pattern.ts";
import type { Codec, Field, Fields } from "./proto.ts";

/** The field that a hole stands for: `{item}`, and `{itemtext}` too, where the text may have white space. */
export function fieldOf(hole: string, codec: Codec): Field | null {
  const short = hole.replace(/text$/, "");
  return codec.fields.find(({ name }) => name === hole) ?? codec.fields.find(({ name }) => name === short) ?? null;
}

/** What this text says in this format; null where it does not fit. */
export function parse(text: string, format: Text, codec: Codec): Fields | null {
  const found = fits(text === "" ? [] : [{ kind: "literal", text }], format);
  if (found === null) return null;
  const entries = [...found].map(([hole, each]) => {
    const field = fieldOf(hole, codec)!;
    const words = each.map((piece) => (piece.kind === "literal" ? piece.text : "")).join("");
    const values = words === "" ? [] : words.split(" ");
    return [field.name, field.repeated ? values.map((one) => value(one, field)) : value(words, field)];
  });
  return Object.fromEntries(entries);
}

/** Numbers and the names of enumerations are understood as they are written. */
function value(words: string, { type }: Field): unknown {
  if (type === "TYPE_BOOL") return words === "true";
  if (type === "TYPE_BYTES") return toBytes(words);
  return /DOUBLE|FLOAT/.test(type) ? Number(words) : words;
}

/** A message in this format; null where a field that it names is not set. */
export function print(fields: Fields, format: Text, codec: Codec): Buffer | null {
  const texts = new Map<string, Text>();
  for (const piece of format) {
    if (piece.kind !== "hole") continue;
    const found = fields[fieldOf(piece.name, codec)?.name ?? ""];
    if (found === undefined || found === null) return null;
    const words = Array.isArray(found) ? found.map(shown).join(" ") : shown(found);
    texts.set(piece.name, words === "" ? [] : [{ kind: "literal", text: words }]);
  }
  return bytesOf(fill(format, texts), new Map());
}

/** A message in the first of these formats that it fits, or else field by field. */
export function printAny(fields: Fields, formats: readonly Text[], codec: Codec): Buffer {
  for (const format of formats) {
    const printed = print(fields, format, codec);
    if (printed !== null) return printed;
  }
  return toBytes(
    Object.entries(fields)
      .map(([name, each]) => `${name}=${shown(each)}`)
      .join(" "),
  );
}

function shown(each: unknown): string {
  return each instanceof Uint8Array ? fromBytes(Buffer.from(each)) : String(each);
}

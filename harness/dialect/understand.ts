/** A message as a template has it → the handout's fields. Undoes `print`. */
import { fits } from "../language/match.ts";
import type { Piece, Text } from "../language/spec.ts";
import { literal } from "../projection/texts.ts";
import { LIST_OF_ONE, type Part, type Template } from "./dialect.ts";

/** The fields, lists as words with single spaces between them; null where the message does not fit. */
export function understand(message: string, template: Template): ReadonlyMap<string, string> | null {
  const found = fits([{ kind: "literal", text: message }], shapeOf(template.parts));
  if (found === null) return null;
  const fields = new Map<string, string>();
  for (const part of template.parts) {
    if (part.kind !== "hole") continue;
    const value = read(literal(found.get(part.name) ?? []) ?? "", part, template.json);
    if (value === null) return null;
    fields.set(part.name, value);
  }
  for (const [at, part] of template.parts.entries()) {
    const list = part.kind === "count" ? fields.get(part.of) : undefined;
    if (list === undefined) continue;
    const count = literal(found.get(`count ${at}`) ?? []);
    if (count !== String(list === "" ? 0 : list.split(" ").length)) return null;
  }
  return fields;
}

/** The template as a format: what no format can say may be anything. */
export function shapeOf(parts: readonly Part[]): Text {
  return parts.map(shape);
}

function shape(part: Part, at: number): Piece {
  switch (part.kind) {
    case "literal":
      return part;
    case "hole":
      return { kind: "hole", name: part.name, takes: part.takes === "words" ? "rest" : part.takes };
    case "count":
      return { kind: "hole", name: `count ${at}`, takes: "word" };
    case "client":
      return { kind: "hole", name: `client ${at}`, takes: "word" };
    case "any":
      return { kind: "hole", name: `* ${at}`, takes: "rest" };
  }
}

function read(value: string, part: Extract<Part, { kind: "hole" }>, json: boolean): string | null {
  try {
    const plain = (text: string): string => (json ? (JSON.parse(`"${text}"`) as string) : text);
    if (part.takes !== "words" || part.by === LIST_OF_ONE) return plain(value);
    if (value === "") return "";
    const inside = value.slice(part.around.length, value.length - part.around.length);
    const words = inside.split(`${part.around}${part.by}${part.around}`).map(plain);
    return words.every((word) => /^\S+$/.test(word)) ? words.join(" ") : null;
  } catch {
    return null;
  }
}

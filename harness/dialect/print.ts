/** The handout's fields → a message as a template has it. */
import { expandFiller, type Fields } from "../language/match.ts";
import type { Piece, Text } from "../language/spec.ts";
import { placed } from "../language/tape.ts";
import { join } from "../language/text.ts";
import { LIST_OF_ONE, type Part, type Template } from "./dialect.ts";
import { escapeJson } from "./json.ts";

export interface Printing {
  /** A field that is not there is empty. */
  readonly fields: Fields;
  readonly client: string;
  /** Makes the holes of `*` different from those of other messages. */
  readonly unique: string;
}

/** A message, or why the template cannot say it. */
export function print(template: Template, as: "sent" | "parts", printing: Printing): Text | string {
  const pieces: Piece[] = [];
  for (const [at, part] of template[as].entries()) {
    const found = one(part, at, as, printing, template.json);
    if (typeof found === "string") return found;
    pieces.push(...found);
  }
  const text = join(pieces);
  const last = text.at(-1);
  // Where the last field is missing, the space before it is missing too.
  if (as !== "sent" || last?.kind !== "literal" || !isMissing(template.sent.at(-1), printing)) return text;
  return join([...text.slice(0, -1), { kind: "literal", text: last.text.trimEnd() }]);
}

function isMissing(part: Part | undefined, { fields }: Printing): boolean {
  return part?.kind === "hole" && !fields.has(part.name);
}

function one(part: Part, at: number, as: "sent" | "parts", printing: Printing, json: boolean): Text | string {
  switch (part.kind) {
    case "literal":
      return [part];
    case "client":
      return [literal(escaped(printing.client, json))];
    case "any":
      return as === "sent" ? [] : [{ kind: "hole", name: `* ${at} (${printing.unique})`, takes: "rest" }];
    case "count": {
      const field = printing.fields.get(part.of) ?? [];
      const open = field.some((piece) => piece.kind === "hole" && piece.takes !== "word");
      if (open) return [{ kind: "hole", name: `count (${printing.unique})`, takes: "word" }];
      return [literal(String(words(field)))];
    }
    case "hole":
      return filled(part, printing.fields.get(part.name) ?? [], json);
  }
}

function filled(part: Extract<Part, { kind: "hole" }>, field: Text, json: boolean): Text | string {
  const own: Text = json
    ? field.map((piece) => (piece.kind === "hole" ? piece : literal(escaped(value(piece), true))))
    : field;
  const [first] = own;
  const isOpenList = first?.kind === "hole" && (first.takes === "counted" || first.takes === "words");
  switch (part.takes) {
    case "counted":
      if (first?.kind === "hole" && first.takes === "counted") return own;
      if (isOpenList) return [{ ...first, takes: "counted" }];
      return words(own) === 0 ? [literal("0")] : [literal(`${words(own)} `), ...own];
    case "words":
      if (isOpenList) return [{ ...first, takes: part.by === " " && part.around === "" ? "words" : "rest" }];
      if (own.length === 0) return [];
      return join([
        literal(part.around),
        ...own.map((piece) =>
          piece.kind === "literal"
            ? literal(piece.text.replaceAll(" ", () => `${part.around}${part.by}${part.around}`))
            : piece,
        ),
        literal(part.around),
      ]);
    case "word":
    case "address":
      if (isOpenList) return [{ ...first, takes: "word" }];
      if (part.by !== LIST_OF_ONE || (words(own) === 1 && !placed(own).flat.includes(" "))) return own;
      return `its wire has room for one name in \`{${part.name}}\``;
    case "rest":
      return own;
  }
}

function words(field: Text): number {
  return field.length === 0 ? 0 : placed(field).flat.split(" ").length;
}

function value(piece: Exclude<Piece, { kind: "hole" }>): string {
  return piece.kind === "literal" ? piece.text : expandFiller(piece.bytes);
}

function escaped(text: string, json: boolean): string {
  return json ? escapeJson(text) : text;
}

function literal(text: string): { readonly kind: "literal"; readonly text: string } {
  return { kind: "literal", text };
}

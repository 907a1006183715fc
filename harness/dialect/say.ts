/** A text of a scenario, in the handout's words → the same as a program says it. */
import type { Fields } from "../language/match.ts";
import { printFormat } from "../language/quote.ts";
import type { Framing, MessageFormat, Piece, Spec, Text } from "../language/spec.ts";
import { placed, slice } from "../language/tape.ts";
import { join } from "../language/text.ts";
import { mapLiterals } from "../projection/texts.ts";
import { type Dialect, isMissing, lineKey, type Template, type Wording } from "./dialect.ts";
import { print } from "./print.ts";
import { rowOf, wordOf } from "./rows.ts";

export interface Speaker {
  readonly sender: "client" | "server";
  /** The name of the client whose connection it is. */
  readonly client: string;
  /** Different for each message of a scenario. */
  readonly unique: string;
}

export type Said =
  | { readonly kind: "said"; readonly sent: Text; readonly expected: readonly Text[] }
  /** The wire cannot say it. */
  | { readonly kind: "unsayable"; readonly why: string };

/** What goes over the wire for a text, or may come instead of it. */
export function say(text: Text, by: Speaker, spec: Spec, dialect: Dialect): Said {
  const theirs = (dialect.framing ?? spec.framing)[by.sender];
  const lines = spec.framing[by.sender] === "line" ? cutLines(text) : [text];
  const last = lines.at(-1)?.at(-1);
  const telnet = spec.framing[by.sender] === "line" && last?.kind === "literal" && last.text.endsWith("\r");
  if ((lines.length > 1 || telnet) && theirs !== "line") return unsayable("its messages are no lines");
  const rows = spec.messages.filter(({ sender }) => sender === by.sender);
  const one = (line: Text): Said => sayOne(line, rows, dialect.messages, by, theirs, spec, dialect);
  const all = lines.map((line) => one(telnet ? withoutEnd(line) : line));
  const failed = all.find((each) => each.kind === "unsayable");
  if (failed !== undefined) return failed;
  const said = all.flatMap((each) => (each.kind === "said" ? [each] : []));
  if (said.length === 1 && !telnet) return said[0]!;
  const end: Text = telnet ? [literal("\r")] : [];
  const together = (texts: readonly Text[]): Text =>
    join([...texts.flatMap((each, at) => (at === 0 ? each : [literal("\n"), ...each])), ...end]);
  return {
    kind: "said",
    sent: together(said.map(({ sent }) => sent)),
    expected: [together(said.map(({ expected }) => expected[0]!))],
  };
}

function sayOne(
  text: Text,
  rows: readonly MessageFormat[],
  wordings: ReadonlyMap<string, Wording>,
  by: Speaker,
  framing: Framing,
  spec: Spec,
  dialect: Dialect,
): Said {
  const found = rowOf(text, rows);
  const wording = found === null ? undefined : wordings.get(found.row.name);
  if (found === null || wording === undefined) return { kind: "said", sent: text, expected: [text] };
  const { row, rest, rival } = found;
  // An answer in free wording: a wrong guess would fail a right program.
  if (rival !== null && text.some(({ kind }) => kind === "hole") && wordings.get(rival.name) !== wording)
    return unsayable(`nobody can tell whether \`${printFormat(text)}\` is \`${row.name}\` or \`${rival.name}\``);
  if (isMissing(wording)) return unsayable(`it has no \`${row.name}\`: ${wording.none}`);
  const fields = found.fields ?? incomplete(row, rest, wording[0]!);
  if (fields === "same shape") return alike(rest, wording[0]!);
  if (fields === null) return unsayable(`it has no \`${row.name}\` like that`);
  const foreign = foreignWord(fields, spec, dialect);
  if (typeof foreign === "string") return unsayable(foreign);
  if (framing === "line" && !wording[0]!.json && [...foreign.values()].some(holdsNewline))
    return unsayable("a line of its wire cannot hold a newline");
  return said(wording, { fields: foreign, client: by.client, unique: by.unique });
}

function said(wording: readonly Template[], printing: Parameters<typeof print>[2]): Said {
  // The fullest variant for which there is something to say.
  const sent = print(wording[0]!, "sent", printing);
  if (typeof sent === "string") return unsayable(sent);
  const expected = wording.map((template, at) =>
    print(template, "parts", { ...printing, unique: `${printing.unique}, ${at}` }),
  );
  return { kind: "said", sent, expected: expected.filter((each) => typeof each !== "string") };
}

/** What stands behind a message's word when it is not as it should be: the wrong thing has to be as wrong in their wire. */
function incomplete(row: MessageFormat, rest: Text, template: Template): Fields | "same shape" | null {
  const tail = JSON.stringify(row.format.slice(1));
  const own = template.parts.slice(1).map((part): Piece | null => {
    if (part.kind === "literal") return part;
    return part.kind === "hole" && part.by === " " ? { kind: "hole", name: part.name, takes: part.takes } : null;
  });
  if (!template.json && template.parts[0]?.kind === "literal" && JSON.stringify(own) === tail) return "same shape";
  const holes = row.format.flatMap((piece) => (piece.kind === "hole" ? [piece] : []));
  if (holes.some(({ takes }) => takes === "counted" || takes === "words")) return null;
  const fields = new Map<string, Text>();
  let left = rest;
  for (const [at, hole] of holes.entries()) {
    const tape = placed(left);
    if (!tape.flat.startsWith(" ")) break;
    const end = at === holes.length - 1 ? -1 : tape.flat.indexOf(" ", 1);
    fields.set(hole.name, slice(tape, 1, end < 0 ? tape.flat.length : end));
    left = end < 0 ? [] : slice(tape, end, tape.flat.length);
  }
  return fields;
}

/** The holes stand in the same way behind another word. */
function alike(rest: Text, template: Template): Said {
  const [first] = template.parts;
  const word = first?.kind === "literal" ? first.text.trimEnd() : "";
  const text = join([literal(word), ...rest]);
  return { kind: "said", sent: text, expected: [text] };
}

/** In free wording (`{helptext}REGISTER{aftertext}`) the handout's own words are theirs; a string says why they cannot be. */
function foreignWord(fields: Fields, spec: Spec, dialect: Dialect): Fields | string {
  let why: string | null = null;
  const changed = [...fields].map(([name, field]): [string, Text] => {
    if (!field.some((piece) => piece.kind === "hole" && piece.takes === "rest")) return [name, field];
    const text = mapLiterals(field, (all) =>
      all.replace(/[^\s]+/g, (word) => {
        const row = spec.messages.find(({ format }) => wordOf(format) === word);
        const wording = row === undefined ? undefined : dialect.messages.get(row.name);
        if (wording === undefined) return word;
        const first = isMissing(wording) ? undefined : wording[0]!.parts[0];
        const own =
          first?.kind === "literal" && !(wording as readonly Template[])[0]!.json && /^(\S+)/.exec(first.text);
        if (own) return own[1]!;
        why = `its wire has no word for \`${word}\``;
        return word;
      }),
    );
    return [name, text];
  });
  return why ?? new Map(changed);
}

/** What is written as one text and goes over the wire as several lines. */
export function cutLines(text: Text): Text[] {
  const lines: Piece[][] = [[]];
  for (const piece of text) {
    if (piece.kind !== "literal") {
      lines.at(-1)!.push(piece);
      continue;
    }
    for (const [at, part] of piece.text.split("\n").entries()) {
      if (at > 0) lines.push([]);
      lines.at(-1)!.push(literal(part));
    }
  }
  return lines.map(join);
}

function withoutEnd(line: Text): Text {
  return mapLiterals(line, (all) => all.replace(/\r$/, ""));
}

function holdsNewline(text: Text): boolean {
  return text.some((piece) => piece.kind === "literal" && piece.text.includes("\n"));
}

function literal(text: string): { readonly kind: "literal"; readonly text: string } {
  return { kind: "literal", text };
}

function unsayable(why: string): Said {
  return { kind: "unsayable", why };
}

/** A line that is typed or printed, by the handout's table. */
export function sayLine(text: Text, does: "types" | "prints", by: Speaker, spec: Spec, dialect: Dialect): Said {
  const rows = spec.console
    .filter((row) => row.who === by.sender && row.does === does)
    .flatMap(({ formats, place }) => {
      const name = lineKey(by.sender, does, printFormat(formats[0]!));
      return formats.map((format): MessageFormat => ({ name, sender: by.sender, format, place }));
    });
  return sayOne(text, rows, dialect.console, by, "none", spec, dialect);
}

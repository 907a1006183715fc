/** Recordings of a pair → what its wire looks like, and what stays unknown. Pure. */
import { type Learned, templateOf } from "../config/write.ts";
import { split } from "../language/match.ts";
import type { Spec } from "../language/spec.ts";
import { literal } from "../projection/texts.ts";
import { align, holdsFields, type Sample } from "./align.ts";
import { guessFraming, unitsOf } from "./framing.ts";
import { guessTemplates } from "./guess.ts";
import { guessJson } from "./guess-json.ts";
import type { Framings, Recording, Unit } from "./recording.ts";

export interface Lesson {
  readonly framing: Framings;
  readonly encoding: "text" | "json";
  readonly messages: ReadonlyMap<string, Learned>;
  /** Messages that came unasked, always the same. */
  readonly ignored: readonly string[];
}

/** What a pair says. */
export function learn(recordings: readonly Recording[], spec: Spec): Lesson {
  const framing = guessFraming(recordings);
  const units = recordings.map((recording) => unitsOf(recording, framing));
  const encoding = units.flat().length > 0 && units.flat().every(({ text }) => isJsonObject(text)) ? "json" : "text";
  const ignored = [...new Set(recordings.flatMap((recording, at) => unasked(recording, units[at]!)))];
  return { framing, encoding, ignored, messages: templates(recordings, spec, { framing, encoding, ignored }) };
}

/** What a server has answered to us, who speak by what is known: only messages of which not enough was known. */
export function learnMore(
  lesson: Lesson,
  heard: readonly Recording[],
  asked: readonly Recording[],
  spec: Spec,
): Lesson {
  const found = templates([...heard, ...asked], spec, lesson);
  const unsure = unsureOf(lesson.messages, spec);
  const messages = [...lesson.messages].map(([name, known]): [string, Learned] => {
    return [name, unsure.includes(name) ? found.get(name)! : known];
  });
  return { ...lesson, messages: new Map(messages) };
}

/** Messages of the server that were not seen, or of free wording and seen in one wording only. */
export function unsureOf(messages: Lesson["messages"], spec: Spec): string[] {
  return spec.messages.flatMap(({ name, sender, format }) => {
    const template = messages.get(name)?.template ?? null;
    const isFree = format.some((piece) => piece.kind === "hole" && piece.takes === "rest");
    const isFixed = template !== null && !/\{\w+\}|(?<!\\)\*/.test(template);
    return sender === "server" && (template === null || (isFree && isFixed)) ? [name] : [];
  });
}

function templates(
  recordings: readonly Recording[],
  spec: Spec,
  { framing, encoding, ignored }: Omit<Lesson, "messages">,
): Lesson["messages"] {
  const samples = recordings.flatMap((recording) => {
    const units = unitsOf(recording, framing).filter(({ text }) => !ignored.includes(text));
    return align(recording, units, spec).filter(({ text }) => encoding === "text" || isJsonObject(text));
  });
  const of = (name: string): Sample[] => samples.filter(({ row }) => row.name === name);
  return new Map(spec.messages.map(({ name }) => [name, learnedOf(of(name), encoding)]));
}

/** What a server says to a client who has said nothing yet, where the handout has the client speak first. */
function unasked({ spoken }: Recording, units: readonly Unit[]): string[] {
  return units.flatMap(({ client, unasked, text }) =>
    unasked && spoken.find((each) => each.client === client)?.sender === "client" ? [text] : [],
  );
}

function learnedOf(all: readonly Sample[], encoding: Lesson["encoding"]): Learned {
  const telling = all.filter(holdsFields);
  // A message that is nothing but its fields is not seen where none of them is.
  const isSeen = telling.length > 0 || all[0]?.row.format.some(({ kind }) => kind === "literal");
  const samples = telling.length > 0 ? telling : all;
  if (samples.length === 0 || (!isSeen && !all.some(isAsWritten)))
    return { template: null, remark: "not seen: say yourself how it is written" };
  const [{ row }] = samples as [Sample];
  const own = JSON.stringify(templateOf(row.format));
  if (samples.filter(isAsWritten).length * 2 >= samples.length) return { template: own };
  if (encoding === "json") {
    const value = guessJson(samples);
    if (value !== null) return { template: JSON.stringify(value) };
  } else {
    const sources = guessTemplates(samples);
    // Where any text may stand, a fixed one tells nothing.
    const isTelling =
      row.format.some(({ kind }) => kind === "literal") || sources.some((source) => /[{*]/.test(source));
    if (sources.length === 1 && isTelling) return { template: JSON.stringify(sources[0]) };
    if (sources.length > 1 && isTelling) return { template: JSON.stringify(sources) };
  }
  return { template: null, remark: `not understood: ${JSON.stringify(samples[0]!.text)} was one` };
}

/** Whether the handout would have written it just so. */
function isAsWritten({ row, fields, text }: Sample): boolean {
  const found = split(text, row.format);
  return found !== null && [...fields].every(([name, field]) => [null, found.get(name)].includes(literal(field)));
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value);
  } catch {
    return false;
  }
}

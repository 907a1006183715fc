/** Recordings of a pair → what its wire looks like, and what stays unknown. Pure. */
import type { Learned } from "../config/write.ts";
import type { Spec } from "../language/spec.ts";
import { align, type Sample } from "./align.ts";
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

export function learn(recordings: readonly Recording[], spec: Spec): Lesson {
  const framing = guessFraming(recordings);
  const units = recordings.map((recording) => unitsOf(recording, framing));
  const encoding = units.flat().length > 0 && units.flat().every(({ text }) => isJsonObject(text)) ? "json" : "text";
  const aligned = recordings.map((recording, at) => align(recording, units[at]!, spec));
  const samples = aligned.flatMap((each) => each.samples);
  const messages = new Map(
    spec.messages.map(({ name }) => [
      name,
      templateOf(
        samples.filter(({ row }) => row.name === name),
        encoding,
      ),
    ]),
  );
  return { framing, encoding, messages, ignored: ignored(aligned.flatMap(({ rest }) => rest)) };
}

function templateOf(samples: readonly Sample[], encoding: Lesson["encoding"]): Learned {
  if (samples.length === 0) return { template: null, remark: "not seen: say yourself how it is written" };
  if (encoding === "json") {
    const value = guessJson(samples);
    if (value !== null) return { template: JSON.stringify(value) };
  } else {
    const sources = guessTemplates(samples);
    if (sources.length === 1) return { template: JSON.stringify(sources[0]) };
    if (sources.length > 1) return { template: JSON.stringify(sources) };
  }
  return { template: null, remark: `not understood: ${JSON.stringify(samples[0]!.text)} was one` };
}

function ignored(rest: readonly Unit[]): string[] {
  return [...new Set(rest.filter(({ unasked }) => unasked).map(({ text }) => text))];
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Plays everything that a run asks for, several trials at a time. Spec → Transcripts. */
import type { Rule, Spec } from "../language/spec.ts";
import type { Wording } from "../projection/project.ts";
import type { Role } from "../projection/roles.ts";
import { leaves } from "../projection/tree.ts";
import { type Trial, trials } from "../projection/trials.ts";
import { ownWording } from "./own-wording.ts";
import { perform } from "./perform.ts";
import type { Target } from "./stage.ts";
import type { Transcript } from "./transcript.ts";

export interface Suite {
  readonly spec: Spec;
  readonly rules: readonly Rule[];
  readonly roles: readonly Role[];
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  /** How many trials are played at the same time. */
  readonly jobs: number;
  /** Called after each trial. */
  readonly progress?: (done: number, total: number, last: Transcript) => void;
  readonly signal?: AbortSignal;
}

/**
 * The transcripts, in the order of the rules and scenarios.
 * Rules about the wire come first: where the program words a message in its own way, only that rule is broken,
 * and the others are played with the program's own wording.
 */
export async function playSuite(suite: Suite): Promise<Transcript[]> {
  const { spec, rules } = suite;
  const wire = rules.filter(isWire);
  const others = rules.filter((rule) => !isWire(rule));
  let done = 0;
  const plan = (some: readonly Rule[], wording: Wording): Trial[] => trials(spec, some, { ...suite, wording });
  // Only to know how many there are; what is played is planned with the wording.
  const rest = plan(others, new Map());
  const first = plan(wire, new Map());
  const total = first.length + rest.length;
  const count = (last: Transcript): void => suite.progress?.(++done, total, last);

  const ofWire = await playAll(first, suite, count);
  const wording = ownWording(spec, ofWire);
  const ofOthers = await playAll(wording.size === 0 ? rest : plan(others, wording), suite, count);

  const all = new Map<string, Transcript[]>();
  for (const transcript of [...ofWire, ...ofOthers]) {
    all.set(transcript.rule, [...(all.get(transcript.rule) ?? []), transcript]);
  }
  return rules.flatMap((rule) => all.get(rule.id) ?? []);
}

function isWire(rule: Rule): boolean {
  return /-WIRE-[^-]+$/.test(rule.id);
}

async function playAll(all: readonly Trial[], suite: Suite, count: (last: Transcript) => void): Promise<Transcript[]> {
  const found: Transcript[] = [];
  const again: number[] = [];
  const left = longestFirst(all);
  const worker = async (): Promise<void> => {
    for (let i = left.shift(); i !== undefined && !suite.signal?.aborted; i = left.shift()) {
      const transcript = await perform(all[i]!, suite);
      found[i] = transcript;
      if (transcript.ending.kind === "gave-up") again.push(i);
      else count(transcript);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, suite.jobs) }, worker));
  // This machine was too busy: once more, alone.
  for (const i of again) {
    if (suite.signal?.aborted) break;
    found[i] = await perform(all[i]!, suite);
    count(found[i]!);
  }
  return found;
}

/** The numbers of the trials, those with the most to do first, so that none of them is left for the end. */
function longestFirst(all: readonly Trial[]): number[] {
  const sizes = all.map(({ part }) => (part === null ? 0 : [...leaves(part.moves)].length));
  return [...all.keys()].sort((a, b) => sizes[b]! - sizes[a]!);
}

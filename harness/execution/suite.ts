/** Plays everything that a run asks for, several trials at a time. Spec → Transcripts. */
import type { Dialect } from "../dialect/dialect.ts";
import { isWire } from "../dialect/speaking.ts";
import type { Rule, Spec } from "../language/spec.ts";
import type { Wording } from "../projection/project.ts";
import type { Role } from "../projection/roles.ts";
import { leaves } from "../projection/tree.ts";
import { type LeftOut, type Trial, trials } from "../projection/trials.ts";
import { mayBeWording, ownWording } from "./own-wording.ts";
import { perform } from "./perform.ts";
import { Servers } from "./servers.ts";
import type { Target } from "./stage.ts";
import type { Transcript } from "./transcript.ts";

export interface Suite {
  readonly spec: Spec;
  readonly rules: readonly Rule[];
  readonly roles: readonly Role[];
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  /** How the programs say the messages; null: as the handout does. */
  readonly dialect?: Dialect | null;
  /** Rules that are not played, with their reasons. */
  readonly leftOut?: readonly LeftOut[];
  /** How many trials are played at the same time. */
  readonly jobs: number;
  /** Each scenario gets a fresh server, also where the handout allows that one serves many. */
  readonly fresh?: boolean;
  /** Called after each trial. */
  readonly progress?: (done: number, total: number, last: Transcript) => void;
  readonly signal?: AbortSignal;
}

/**
 * The transcripts, in the order of the rules and scenarios.
 * Where a program words a message in its own way, only the rule about that message is broken: the scenarios of
 * other rules that failed are played again with the program's own wording, and judged by that.
 */
export async function playSuite(suite: Suite): Promise<Transcript[]> {
  const { spec, rules } = suite;
  await using servers = spec.server.serves === "many" && !suite.fresh ? new Servers() : null;
  const play = (some: readonly Trial[], count?: (last: Transcript) => void): Promise<Transcript[]> =>
    playAll(some, { ...suite, servers }, count);
  const remote = suite.target.connect !== null;
  const plan = (some: readonly Rule[], wording: Wording): Trial[] => trials(spec, some, { ...suite, wording, remote });
  const all = plan(rules, new Map());
  let done = 0;
  const found = await play(all, (last) => suite.progress?.(++done, all.length, last));

  const failed = [...all.keys()].filter((i) => !isWire(all[i]!.rule) && found[i] && mayBeWording(found[i]));
  // Who has said how it words its messages is taken at its word.
  if (failed.length === 0 || suite.dialect) return found;
  // The wording has to be known, also where only other rules were asked for.
  const unasked = spec.rules.filter((rule) => isWire(rule) && !rules.includes(rule));
  const ofWire = [...found.filter((_, i) => isWire(all[i]!.rule)), ...(await play(plan(unasked, new Map())))];
  const wording = ownWording(spec, ofWire);
  if (wording.size === 0) return found;
  const worded = plan(rules, wording);
  const again = await play(failed.map((i) => worded[i]!));
  for (const [n, i] of failed.entries()) found[i] = again[n] ?? found[i]!;
  return found;
}

async function playAll(
  all: readonly Trial[],
  suite: Suite & { readonly servers: Servers | null },
  count: (last: Transcript) => void = () => {},
): Promise<Transcript[]> {
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

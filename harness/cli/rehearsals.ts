/** Scenarios that are played to listen to the programs. */
import type { Dialect } from "../dialect/dialect.ts";
import type { Target } from "../execution/stage.ts";
import type { Spec } from "../language/spec.ts";
import { curriculum } from "../learning/curriculum.ts";
import { type Listener, type Rehearsed, rehearse } from "../learning/rehearse.ts";
import { type Trial, trials } from "../projection/trials.ts";
import { Misuse } from "./misuse.ts";

export interface Lessons {
  readonly spec: Spec;
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  /** How many are played at the same time. */
  readonly jobs: number;
  readonly signal: AbortSignal;
}

/** A scenario to play, and how the handout writes it. */
export interface Exercise {
  readonly trial: Trial;
  readonly written: Trial["written"];
}

/** What the pair says to each other when users type what the diagrams say. */
export function overheard({ spec, params, seed }: Lessons, known: Dialect | null): Exercise[] {
  const dialect = known && { ...known, messages: new Map(), framing: null };
  const all = trials(spec, spec.rules, { roles: ["pair"], params, seed, wording: new Map(), dialect });
  return curriculum(all, spec).map((trial) => ({ trial, written: trial.written }));
}

/** @throws Misuse when none of them can be played */
export async function record<Tap extends Listener>(
  exercises: readonly Exercise[],
  { target, params, jobs, signal }: Lessons,
  listen: (changed: () => void) => Tap,
): Promise<Rehearsed<Tap>[]> {
  const left = [...exercises];
  const found: (Rehearsed<Tap> | string)[] = [];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined && !signal.aborted; next = left.shift())
      found.push(await rehearse(next.trial, target, params, listen, next.written));
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  const rehearsed = found.flatMap((each) => (typeof each === "string" ? [] : [each]));
  const why = found.find((each) => typeof each === "string");
  if (rehearsed.length === 0 && exercises.length > 0) throw new Misuse(`wirecheck: nothing could be played: ${why}`, 1);
  return rehearsed;
}

/** Of a pair that does not work, or whose users type something else. */
export function notUnderstood(played: number): Misuse {
  return new Misuse(
    `wirecheck: nothing of what the two say to each other was understood in ${played} scenarios: do they work as a pair, and do their users type what the handout says? (\`wirecheck test\` with --server and --client shows it; \`console\` in a --config says what they type instead)`,
    1,
  );
}

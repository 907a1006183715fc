/** Plays everything that a run asks for, several trials at a time. Spec → Transcripts. */
import type { Dialect } from "../dialect/dialect.ts";
import { isWire } from "../dialect/speaking.ts";
import type { Rule, Spec } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import type { Wording } from "../projection/project.ts";
import type { Role } from "../projection/roles.ts";
import { leaves } from "../projection/tree.ts";
import { type LeftOut, type Trial, trials } from "../projection/trials.ts";
import { rabbitmq } from "./amqp/rabbitmq.ts";
import { Buffering } from "./buffering.ts";
import { confirmed } from "./deliveries.ts";
import { removeLeftovers } from "./leftovers.ts";
import { mostOpen } from "./linux/open-files.ts";
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
  /** Plays every diagram under every delivery, not a sample. */
  readonly everyDelivery?: boolean;
  /** How many trials are played at the same time. */
  readonly jobs: number;
  /** See player.ts. */
  readonly steady?: boolean;
  /** Each scenario gets a fresh server, also where the handout allows that one serves many. */
  readonly fresh?: boolean;
  /** Running servers and what is known of how the programs print, where something else is played with them later. */
  readonly servers?: Servers | null;
  readonly buffering?: Buffering;
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
  // After an interruption some are missing.
  return (await playAndConfirm(suite)).filter((found) => found !== undefined);
}

async function playAndConfirm(suite: Suite): Promise<Transcript[]> {
  const { spec, rules } = suite;
  // Disposed last, when all programs are ended.
  await using _leftovers = { [Symbol.asyncDispose]: removeLeftovers };
  await using own = spec.server.serves === "many" && !suite.fresh && !suite.servers ? new Servers() : null;
  const { servers = own, buffering = new Buffering() } = suite;
  const play = (some: readonly Trial[], count?: (last: Transcript) => void): Promise<Transcript[]> =>
    playAll(some, { ...suite, servers, buffering }, count);
  const remote = suite.target.connect !== null;
  const plan = (some: readonly Rule[], wording: Wording): Trial[] =>
    trials(spec, some, { ...suite, programs: Object.keys(suite.target.programs), wording, remote });
  const all = plan(rules, new Map());
  // It takes its time to start: others can be played meanwhile.
  if (all.some(({ part }) => part !== null && part.broker !== null)) void rabbitmq();
  let done = 0;
  const played = await play(all, (last) => suite.progress?.(++done, all.length, last));
  const found = await confirmed(all, played, play);

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
  suite: Suite & { readonly servers: Servers | null; readonly buffering: Buffering },
  count: (last: Transcript) => void = () => {},
): Promise<Transcript[]> {
  const found: Transcript[] = [];
  const again: number[] = [];
  const left = longestFirst(all);
  const starts = new Map<string, number>();
  let started = false;
  const unstartable = (): string | null =>
    started ? null : ([...starts].find(([, count]) => count >= ENOUGH_STARTS)?.[0] ?? null);
  const learn = ({ ending, runs }: Transcript): void => {
    if (ending.kind === "not-started") {
      const why = ending.why.replace(/ port \d+/g, " its port");
      starts.set(why, (starts.get(why) ?? 0) + 1);
    } else if (runs.some(({ who }) => isServer(who))) started = true;
  };
  const worker = async (): Promise<void> => {
    for (let i = left.shift(); i !== undefined && !suite.signal?.aborted; i = left.shift()) {
      const transcript = await perform(all[i]!, { ...suite, unstartable });
      learn(transcript);
      found[i] = transcript;
      if (transcript.ending.kind === "gave-up") again.push(i);
      else count(transcript);
    }
  };
  // With few open files allowed, one trial may need all of them.
  const jobs = (mostOpen() ?? FEW) < FEW ? 1 : Math.max(1, suite.jobs);
  await Promise.all(Array.from({ length: jobs }, worker));
  // This machine was too busy: once more, alone.
  for (const i of again) {
    if (suite.signal?.aborted) break;
    found[i] = await perform(all[i]!, suite);
    count(found[i]!);
  }
  return found;
}

/** So many servers of a run that do not start, all in the same way, and none that did: the others would not either. */
const ENOUGH_STARTS = 2;

/** What most systems allow a process to have open (RLIMIT_NOFILE). */
const FEW = 1024;

/**
 * The numbers of the trials, those with the most to do first, so that none of them is left for the end; but those that
 * wait for a broker to start come last.
 */
function longestFirst(all: readonly Trial[]): number[] {
  const sizes = all.map(({ part }) => (part === null || part.broker !== null ? 0 : [...leaves(part.moves)].length));
  return [...all.keys()].sort((a, b) => sizes[b]! - sizes[a]!);
}

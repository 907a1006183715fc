/**
 * Random play: sequences of a model's actions are played one after the other. One that fails is played again on a
 * program that was started for it alone, made as short as can be, and blamed on the rule that its last steps belong to.
 */
import type fc from "fast-check";
import type { Dialect } from "../dialect/dialect.ts";
import { formatsOf, isWire, speaking } from "../dialect/speaking.ts";
import type { Buffering } from "../execution/buffering.ts";
import { LEFT_BEHIND, perform } from "../execution/perform.ts";
import { Servers } from "../execution/servers.ts";
import type { Target } from "../execution/stage.ts";
import type { Ending, Transcript } from "../execution/transcript.ts";
import { fits } from "../language/match.ts";
import type { Rule, Spec, Who } from "../language/spec.ts";
import type { Wording } from "../projection/project.ts";
import { type Trial, trials } from "../projection/trials.ts";
import { blame } from "./blame.ts";
import { type Calls, historyOf, scenarioOf } from "./history.ts";
import { linearize } from "./linearizability.ts";
import type { Concurrent, Judged, Model } from "./model.ts";
import { shrink } from "./shrink.ts";
import { NOWHERE } from "./steps.ts";
import { rowsOf, rulesOf, type Story, story } from "./story.ts";
import { timeline } from "./timeline.ts";
import { draw, Walk } from "./walk.ts";

export interface Exploration {
  readonly spec: Spec;
  /** The rules that are looked for. */
  readonly rules: readonly Rule[];
  // biome-ignore lint/suspicious/noExplicitAny: states and actions are the model's own business
  readonly model: Model<any, any> | null;
  // biome-ignore lint/suspicious/noExplicitAny: states, calls and operations are the model's own business
  readonly concurrent: Concurrent<any, any, any> | null;
  readonly judged: Judged;
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  /** How many sequences are played. */
  readonly runs: number;
  /** How many are played at the same time, each on a server of its own. */
  readonly jobs?: number;
  /** How the program words its messages, where it does so in its own way. */
  readonly wording: Wording;
  /** How the program says the messages; null: as the handout does. */
  readonly dialect?: Dialect | null;
  /** Rules known to be broken: what they explain is not looked into. */
  readonly broken: ReadonlySet<string>;
  /** Running servers, and what is known of how the programs print. */
  readonly servers?: Servers | null;
  readonly buffering?: Buffering;
  /** It is over when so many rules were found broken. */
  readonly enough?: number;
  readonly signal?: AbortSignal;
}

export interface Finding {
  /** The rule that it breaks. */
  readonly rule: string;
  /** All that it may break, that one first. */
  readonly suspects: readonly string[];
  readonly story: Story;
  readonly transcript: Transcript;
  /** Whether it was played without haste (see model.ts). */
  readonly steady: boolean;
  /** What was called at the same time, where the order of the calls is what is judged. */
  readonly calls: Calls<unknown> | null;
  /** The sequence that failed first, from 1, and how many scenarios were played to shorten it. */
  readonly run: number;
  readonly tries: number;
}

export interface Explored {
  readonly runs: number;
  readonly findings: readonly Finding[];
  /** Sequences that failed once, and not on a program of their own. */
  readonly unconfirmed: number;
  /** Why sequences were not played: something in them cannot be said in the program's dialect. */
  readonly unsayable: readonly string[];
}

/** Several that fail may break the same rule: of so many for each rule, the simplest form is looked for. */
const LOOKED_INTO = 4;
/** A sequence has so many actions at most; longer ones find hardly more, and take longer to understand. */
const LONGEST = 12;
/** So many scenarios are played to shorten one that fails. */
const MOST_TRIES = 300;
/** For so long (ms). */
const MOST_TIME = 20_000;
/** A scenario in which things happen at the same time is played so often before it counts as passed. */
const RACES = 3;
/** After so many rules found broken, the report is long enough. */
const ENOUGH = 5;

/** What was seen when something failed. */
interface Seen {
  readonly story: Story;
  readonly transcript: Transcript;
  readonly rules: readonly string[];
  readonly calls: Calls<unknown> | null;
}

/** One way to play at random: what is drawn, and what a drawn value must show. */
interface Game<Value> {
  readonly arbitrary: fc.Arbitrary<Value>;
  readonly story: (value: Value) => Story;
  /** The rules that what happened breaks; null for none. */
  readonly blame: (value: Value, transcript: Transcript, story: Story) => Omit<Seen, "story"> | null;
  /** How often something is played before it counts as passed. */
  readonly times: (story: Story) => number;
  readonly steady: boolean;
  /** Whose program is judged where clients are. */
  readonly client: Who;
}

/** One running server serves many sequences, where the handout allows it. */
export async function explore(exploration: Exploration): Promise<Explored> {
  const { model, concurrent, runs } = exploration;
  await using own = exploration.spec.server.serves === "many" && !exploration.servers ? new Servers() : null;
  const servers = exploration.servers ?? own;
  const broken = new Set(exploration.broken);
  const sequences =
    model === null ? NOTHING : await playGame(sequenceGame(model, exploration), runs, exploration, servers, broken);
  const together = Math.ceil(runs / 2);
  // What a program does wrong even when nobody else is there, no order explains either: that is no race.
  const wrong = sequences.findings.length > 0 || [...broken].some((id) => !isWire({ id }));
  const histories =
    concurrent === null || wrong
      ? NOTHING
      : await playGame(historyGame(concurrent), together, exploration, servers, broken);
  return {
    runs: sequences.runs + histories.runs,
    findings: [...sequences.findings, ...histories.findings],
    unconfirmed: sequences.unconfirmed + histories.unconfirmed,
    unsayable: [...sequences.unsayable, ...histories.unsayable],
  };
}

const NOTHING: Explored = { runs: 0, findings: [], unconfirmed: 0, unsayable: [] };

/** Actions one after the other, and at the same time where the model says what must come of it. */
// biome-ignore lint/suspicious/noExplicitAny: states and actions are the model's own business
function sequenceGame(model: Model<any, any>, { spec, judged, dialect = null }: Exploration): Game<readonly unknown[]> {
  const formats = formatsOf(spec, dialect, judged);
  const { framing } = speaking(spec, dialect);
  // Where nothing ends a message, what has come may be the beginning of one.
  const isMessage = (got: string): boolean =>
    framing[judged] === "none" || formats.some((format) => fits([{ kind: "literal", text: got }], format));
  return {
    arbitrary: new Walk(model, LONGEST),
    steady: model.steady,
    client: model.client,
    story: (actions) => story(model, actions, "Random play"),
    blame(_, transcript, told) {
      const rules = blame(transcript, told, isMessage);
      return rules && { transcript, rules: dialect === null ? rules : ofBehaviour(rules), calls: null };
    },
    times: ({ scenario }) => (scenario.steps.some(({ kind }) => kind === "par") ? RACES : 1),
  };
}

/** Whoever has said how it words its messages breaks no rule by that. */
function ofBehaviour(rules: readonly string[]): readonly string[] {
  const others = rules.filter((id) => !isWire({ id }));
  return others.length > 0 ? others : rules;
}

/** Calls at the same time, whose answers must have an order. */
// biome-ignore lint/suspicious/noExplicitAny: states, calls and operations are the model's own business
function historyGame(concurrent: Concurrent<any, any, any>): Game<Calls<unknown>> {
  const { rules } = concurrent;
  return {
    arbitrary: concurrent.calls,
    steady: false,
    client: concurrent.clients[0] ?? "",
    story(calls) {
      const scenario = scenarioOf(concurrent, calls, "Random play");
      const opening = rulesOf(concurrent.opening);
      const each = scenario.steps.flatMap(rowsOf).map((_, row) => opening[row] ?? []);
      return { scenario, rules: each, reordered: each, missing: each, otherwise: rules };
    },
    blame(calls, transcript, told) {
      const before = blame(transcript, told);
      if (before !== null) return { transcript, rules: before, calls };
      if (transcript.ending.kind !== "complete") return null;
      const history = historyOf(concurrent, calls, transcript);
      const found = linearize(history, concurrent);
      if (found.linearizable) return null;
      const { order, stuck } = found;
      const ending: Ending = {
        kind: "broken",
        row: history.find((each) => each === stuck)?.row ?? null,
        who: stuck.client,
        channel: "connection",
        expected: "an answer that fits the others",
        got: stuck.answer,
        break: { kind: "disorder", timeline: timeline(history, stuck, concurrent.says) },
        before: [],
      };
      const state = order.reduce(
        (before, { call, answer }) => concurrent.step(before, call, answer),
        concurrent.initial,
      );
      const first = concurrent.blames?.(state, stuck.call, stuck.answer ?? "");
      const suspects = first === undefined ? rules : [first, ...rules.filter((rule) => rule !== first)];
      return { transcript: { ...transcript, ending }, rules: suspects, calls };
    },
    times: () => RACES,
  };
}

/** Plays calls once more. What no order explains is the ending of the transcript. */
export async function playCalls(
  // biome-ignore lint/suspicious/noExplicitAny: states, calls and operations are the model's own business
  concurrent: Concurrent<any, any, any>,
  calls: Calls<unknown>,
  exploration: Playing,
): Promise<Transcript | null> {
  const game = historyGame(concurrent);
  const told = game.story(calls);
  const trial = trialOf(told, exploration, game.client);
  if (trial === null) return null;
  const transcript = await perform(trial, { ...exploration, record: true });
  return game.blame(calls, transcript, told)?.transcript ?? transcript;
}

async function playGame<Value>(
  game: Game<Value>,
  runs: number,
  exploration: Exploration,
  servers: Servers | null,
  broken: Set<string>,
): Promise<Explored> {
  const { seed, enough = ENOUGH, signal } = exploration;
  const findings: Finding[] = [];
  const values = draw(game.arbitrary, seed, runs);
  const { failures, played } = await playAll(game, values, exploration, servers, broken);
  let unconfirmed = 0;
  for (const { run, failure } of failures) {
    if (signal?.aborted || findings.length >= enough) break;
    const value = values[run]!;
    if (failure !== "left-behind" && failure.rules.some((rule) => broken.has(rule))) continue;
    const confirmed = await again(game, value.value, exploration, null);
    if (confirmed === null) {
      unconfirmed++;
      continue;
    }
    const fails = (simpler: fc.Value<Value>) => again(game, simpler.value, exploration, servers);
    const limits = { tries: MOST_TRIES, time: MOST_TIME, signal };
    const { found, tries } = await shrink({ value, found: confirmed }, game.arbitrary, fails, limits);
    const rule = found.rules.find((each) => exploration.rules.some(({ id }) => id === each));
    if (rule === undefined || found.rules.some((each) => broken.has(each))) continue;
    broken.add(rule);
    findings.push({
      rule,
      suspects: found.rules,
      story: found.story,
      transcript: found.transcript,
      steady: game.steady,
      calls: found.calls,
      run: run + 1,
      tries,
    });
  }
  const unsayable = values.flatMap(({ value }) => whyUnsayable(game.story(value), exploration, game.client) ?? []);
  return { runs: played, findings: unexplained(findings), unconfirmed, unsayable };
}

/** Without those that a shorter one explains, since its rule might be theirs as well. */
function unexplained(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const each of [...findings].sort((a, b) => a.story.rules.length - b.story.rules.length)) {
    if (!each.suspects.some((rule) => kept.some((other) => other.rule === rule))) kept.push(each);
  }
  return kept;
}

interface Failures {
  readonly failures: readonly { readonly run: number; readonly failure: Seen | "left-behind" }[];
  readonly played: number;
}

/** What fails, in the order in which it was drawn; no more than is looked into. */
async function playAll<Value>(
  game: Game<Value>,
  values: readonly fc.Value<Value>[],
  exploration: Exploration,
  servers: Servers | null,
  broken: ReadonlySet<string>,
): Promise<Failures> {
  const { jobs = 1, enough = ENOUGH, signal } = exploration;
  const failures: { run: number; failure: Seen | "left-behind" }[] = [];
  let next = 0;
  let news = 0;
  const worker = async (): Promise<void> => {
    while (next < values.length && news < LOOKED_INTO * enough && !signal?.aborted) {
      const run = next++;
      const failure = await attempt(game, values[run]!.value, exploration, servers);
      if (failure === null) continue;
      failures.push({ run, failure });
      if (failure === "left-behind" || !failure.rules.some((rule) => broken.has(rule))) news++;
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return { failures: failures.sort((a, b) => a.run - b.run), played: next };
}

/**
 * Plays something that was drawn. A failure on a server that others have used was seen on a fresh one as well.
 * @returns null when nothing is wrong with it; "left-behind" when only a used server failed
 */
async function attempt<Value>(
  game: Game<Value>,
  value: Value,
  exploration: Exploration,
  servers: Servers | null,
): Promise<Seen | null | "left-behind"> {
  const told = game.story(value);
  const trial = trialOf(told, exploration, game.client);
  if (trial === null) return null;
  const transcript = await perform(trial, { ...exploration, steady: game.steady, record: true, servers });
  if (transcript.notes.includes(LEFT_BEHIND)) return "left-behind";
  const seen = game.blame(value, transcript, told);
  return seen && { ...seen, story: told };
}

/** Once more: what happens at the same time may go well several times before it goes wrong again. */
async function again<Value>(
  game: Game<Value>,
  value: Value,
  exploration: Exploration,
  servers: Servers | null,
): Promise<Seen | null> {
  const times = game.times(game.story(value));
  for (let i = 0; i < times && !exploration.signal?.aborted; i++) {
    const seen = await attempt(game, value, exploration, servers);
    if (seen !== null && seen !== "left-behind") return seen;
  }
  return null;
}

type Playing = Omit<Exploration, "rules" | "model" | "concurrent" | "runs" | "broken">;

/** Null when nothing in it concerns the program. */
function trialOf(told: Story, exploration: Playing, client: Who): Trial | null {
  const all = trialsOf(told, exploration);
  const isServer = exploration.judged === "server";
  return all.find(({ part, under }) => part !== null && (isServer || under.includes(client))) ?? null;
}

function trialsOf(told: Story, exploration: Playing): Trial[] {
  const { spec, judged, target } = exploration;
  const rule: Rule = { ...RANDOM, id: `${spec.protocol.toUpperCase()}-RANDOM-0`, scenarios: [told.scenario] };
  return trials(spec, [rule], { ...exploration, roles: [judged], remote: target.connect !== null });
}

/** Null for what is played, and where there is no dialect that could be the reason. */
function whyUnsayable(told: Story, exploration: Playing, client: Who): string | null {
  const isOwn = exploration.dialect === undefined || exploration.dialect === null;
  if (isOwn || trialOf(told, exploration, client) !== null) return null;
  return trialsOf(told, exploration).find(({ part }) => part === null)?.why ?? null;
}

const RANDOM: Rule = {
  id: "",
  title: "Random play",
  section: "",
  sentence: "",
  level: "MUST",
  subject: null,
  points: 0,
  scenarios: [],
  place: NOWHERE,
};

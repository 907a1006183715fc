/**
 * Random play: sequences of a model's actions are played one after the other. One that fails is played again on a
 * program that was started for it alone, made as short as can be, and blamed on the rule that its last steps belong to.
 */
import { LEFT_BEHIND, perform } from "../execution/perform.ts";
import { Servers } from "../execution/servers.ts";
import type { Target } from "../execution/stage.ts";
import type { Transcript } from "../execution/transcript.ts";
import type { Rule, Spec } from "../language/spec.ts";
import type { Wording } from "../projection/project.ts";
import { type Trial, trials } from "../projection/trials.ts";
import { blame } from "./blame.ts";
import type { Judged, Model } from "./model.ts";
import { NOWHERE } from "./steps.ts";
import { type Story, story } from "./story.ts";
import { draw, Walk } from "./walk.ts";

export interface Exploration {
  readonly spec: Spec;
  // biome-ignore lint/suspicious/noExplicitAny: states and actions are the model's own business
  readonly model: Model<any, any>;
  readonly judged: Judged;
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  /** How many sequences are played. */
  readonly runs: number;
  /** How the program words its messages, where it does so in its own way. */
  readonly wording: Wording;
  /** Rules known to be broken: what they explain is not looked into. */
  readonly broken: ReadonlySet<string>;
  /** It is over when so many rules were found broken. */
  readonly enough?: number;
  readonly signal?: AbortSignal;
}

export interface Finding {
  /** The rule that it breaks. */
  readonly rule: string;
  readonly story: Story;
  readonly transcript: Transcript;
  /** The sequence that failed first, from 1, and how many scenarios were played to shorten it. */
  readonly run: number;
  readonly tries: number;
}

export interface Explored {
  readonly runs: number;
  readonly findings: readonly Finding[];
  /** Sequences that failed once, and not on a program of their own. */
  readonly unconfirmed: number;
}

/** A sequence has so many actions at most; longer ones find hardly more, and take longer to understand. */
const LONGEST = 12;
/** So many scenarios are played to shorten one that fails. */
const MOST_TRIES = 300;
/** A scenario in which things happen at the same time is played so often before it counts as passed. */
const RACES = 5;
/** After so many rules found broken, the report is long enough. */
const ENOUGH = 5;

interface Failure {
  readonly value: { readonly value: readonly unknown[]; readonly context: unknown };
  readonly story: Story;
  readonly transcript: Transcript;
  readonly rules: readonly string[];
}

/** One running server serves many sequences, where the handout allows it. */
export async function explore(exploration: Exploration): Promise<Explored> {
  const { model, seed, runs, enough = ENOUGH, signal } = exploration;
  await using servers = exploration.spec.server.serves === "many" ? new Servers() : null;
  const walk = new Walk(model, LONGEST);
  const findings: Finding[] = [];
  const broken = new Set(exploration.broken);
  let unconfirmed = 0;
  let played = 0;
  for (const value of draw(walk, seed, runs)) {
    if (signal?.aborted || findings.length >= enough) break;
    played++;
    const failure = await attempt(value, exploration, servers);
    if (failure === null) continue;
    if (failure !== "left-behind" && failure.rules.some((rule) => broken.has(rule))) continue;
    const confirmed = await again(value, exploration, null);
    if (confirmed === null) {
      unconfirmed++;
      continue;
    }
    const { found, tries } = await shrink(confirmed, walk, exploration, servers);
    const rule = found.rules.find((each) => exploration.spec.rules.some(({ id }) => id === each));
    if (rule === undefined || found.rules.some((each) => broken.has(each))) continue;
    broken.add(rule);
    findings.push({ rule, story: found.story, transcript: found.transcript, run: played, tries });
  }
  return { runs: played, findings, unconfirmed };
}

/**
 * Plays one sequence. A failure on a server that others have used was seen on a fresh one as well.
 * @returns null when nothing is wrong with it; "left-behind" when only a used server failed
 */
async function attempt(
  value: Failure["value"],
  exploration: Exploration,
  servers: Servers | null,
): Promise<Failure | null | "left-behind"> {
  const told = story(exploration.model, value.value, "Random play");
  const trial = trialOf(told, exploration);
  if (trial === null) return null;
  const transcript = await perform(trial, { ...exploration, steady: true, servers });
  if (transcript.notes.includes(LEFT_BEHIND)) return "left-behind";
  const rules = blame(transcript, told);
  return rules === null ? null : { value, story: told, transcript, rules };
}

/** Once more: what happens at the same time may go well several times before it goes wrong again. */
async function again(
  value: Failure["value"],
  exploration: Exploration,
  servers: Servers | null,
): Promise<Failure | null> {
  const { scenario } = story(exploration.model, value.value, "");
  const times = scenario.steps.some(({ kind }) => kind === "par") ? RACES : 1;
  for (let i = 0; i < times && !exploration.signal?.aborted; i++) {
    const failure = await attempt(value, exploration, servers);
    if (failure !== null && failure !== "left-behind") return failure;
  }
  return null;
}

/** Takes the first simpler sequence that fails too, again and again. */
async function shrink(
  failure: Failure,
  // biome-ignore lint/suspicious/noExplicitAny: states and actions are the model's own business
  walk: Walk<any, any>,
  exploration: Exploration,
  servers: Servers | null,
): Promise<{ readonly found: Failure; readonly tries: number }> {
  let found = failure;
  let tries = 0;
  const seen = new Set<string>();
  for (let simpler: Failure | null = failure; simpler !== null; ) {
    found = simpler;
    simpler = null;
    for (const value of walk.shrink(found.value.value, found.value.context)) {
      const key = JSON.stringify(value.value);
      if (seen.has(key)) continue;
      seen.add(key);
      if (tries >= MOST_TRIES || exploration.signal?.aborted) return { found, tries };
      tries++;
      simpler = await again(value, exploration, servers);
      if (simpler !== null) break;
    }
  }
  return { found, tries };
}

/** Null when nothing in it concerns the program. */
export function trialOf(told: Pick<Story, "scenario">, exploration: Exploration): Trial | null {
  const { spec, judged, target } = exploration;
  const rule: Rule = { ...RANDOM, id: `${spec.protocol.toUpperCase()}-RANDOM-0`, scenarios: [told.scenario] };
  const all = trials(spec, [rule], { ...exploration, roles: [judged], remote: target.connect !== null });
  return all.find(({ part }) => part !== null) ?? null;
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

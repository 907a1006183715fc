/**
 * Races: what the diagrams of a handout say to happen at the same time is played again and again, each time a little
 * differently timed, on servers that serve many where the handout allows it. A failure counts when a server that was
 * started for it alone fails too; how often it does is told.
 */
import type { Dialect } from "../dialect/dialect.ts";
import { Buffering } from "../execution/buffering.ts";
import { LEFT_BEHIND, perform } from "../execution/perform.ts";
import { Servers, sharedSettings } from "../execution/servers.ts";
import type { Target } from "../execution/stage.ts";
import type { Transcript } from "../execution/transcript.ts";
import type { Rule, Spec } from "../language/spec.ts";
import { flatten } from "../language/steps.ts";
import type { Part } from "../projection/part.ts";
import type { Wording } from "../projection/project.ts";
import { deedsIn, draws, isRace, retimed } from "../projection/timing.ts";
import { type LeftOut, type Trial, trials } from "../projection/trials.ts";

export interface Races {
  readonly spec: Spec;
  /** Those whose diagrams are played. */
  readonly rules: readonly Rule[];
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  /** How often a diagram is played, more or less: it depends on what that costs. */
  readonly runs: number;
  /** How many are played at the same time, each on a server of its own. */
  readonly jobs: number;
  readonly wording: Wording;
  readonly dialect: Dialect | null;
  readonly leftOut: readonly LeftOut[];
  /** Running servers, and what is known of how the programs print. */
  readonly servers?: Servers | null;
  readonly buffering?: Buffering;
  /** What the diagrams have shown as they stand: where they fail, there is nothing to add. */
  readonly scripted: readonly Transcript[];
  readonly signal: AbortSignal;
}

export interface Raced {
  /** Of diagrams that fail, one each. */
  readonly transcripts: readonly Transcript[];
  readonly played: number;
  /** Diagrams that failed, and not on a server of their own. */
  readonly unconfirmed: number;
}

/** With so few deeds, a diagram is played as often as is asked for; a longer one less often, a shorter one more. */
const FEW = 4;
const MOST = 2;
/** A server that is started for each play costs as much as so many plays on one that runs. */
const START = 5;
/** Once a diagram has failed it is played so often on servers of its own, and more often until it fails there too. */
const AGAIN = 10;
const PATIENCE = 40;

export async function playRaces(races: Races): Promise<Raced> {
  const { spec, rules, jobs, signal } = races;
  await using own = spec.server.serves === "many" && !races.servers ? new Servers() : null;
  const { servers = own, buffering = new Buffering() } = races;
  const concurrent = rules.filter(({ id, scenarios }) => {
    return id !== spec.stream && scenarios.some(({ steps }) => flatten(steps).some(({ kind }) => kind === "par"));
  });
  const left = trials(spec, concurrent, { ...races, roles: ["server"] }).filter((trial) => isPlayed(trial, races));
  const transcripts: Transcript[] = [];
  let unconfirmed = 0;
  let played = 0;
  const worker = async (): Promise<void> => {
    for (let trial = left.shift(); trial !== undefined && !signal?.aborted; trial = left.shift()) {
      const found = await playOften(trial, { ...races, servers, buffering });
      played += found.played;
      if (found.transcript !== null) transcripts.push(found.transcript);
      else if (found.failed > 0) unconfirmed++;
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return { transcripts, played, unconfirmed };
}

function isPlayed({ rule, number, part }: Trial, { scripted }: Races): boolean {
  if (part === null || !isRace(part)) return false;
  const before = scripted.find((each) => each.rule === rule.id && each.number === number && each.role === "server");
  return before === undefined || before.ending.kind === "complete";
}

type Playing = Races & { readonly servers: Servers | null; readonly buffering: Buffering };

interface Often {
  /** Of a play that failed on a server of its own; null when none did. */
  readonly transcript: Transcript | null;
  readonly failed: number;
  readonly played: number;
}

async function playOften(trial: Trial, races: Playing): Promise<Often> {
  const { spec, rules, seed, runs, servers, signal } = races;
  const part = trial.part!;
  const draw = draws(seed * 7919 + rules.indexOf(trial.rule) * 101 + trial.number);
  const timed = (): Part => retimed(part, draw, () => trial.spec.framing.client !== "none");
  const shared = servers !== null && sharedSettings(part) !== null;
  const times = Math.ceil(Math.min(MOST * runs, (FEW / deedsIn(part)) * runs) / (shared ? 1 : START));
  let failed = 0;
  let played = 0;
  let broken: Transcript | null = null;
  const play = async (own: boolean, part: Part): Promise<void> => {
    const found = await perform({ ...trial, part }, own ? { ...races, servers: null } : races);
    played++;
    if (found.ending.kind === "broken") broken ??= found;
    if (found.ending.kind === "broken" || found.notes.includes(LEFT_BEHIND)) failed++;
  };
  let last = part;
  while (played < times && failed === 0 && !signal.aborted) {
    last = timed();
    await play(false, last);
  }
  const before = played;
  const enough = (): boolean => failed === 0 || played - before >= (broken === null ? PATIENCE : AGAIN);
  // What failed at these times may well do so again; others may do so more often.
  while (!enough() && !signal.aborted) await play(true, played % 2 === 0 ? last : timed());
  return { transcript: broken && told(broken, failed, played, spec, trial.rule), failed, played };
}

function told(found: Transcript, failed: number, played: number, spec: Spec, { id, scenarios }: Rule): Transcript {
  const own = spec.rules.find((rule) => rule.id === id)?.scenarios ?? scenarios;
  return {
    ...found,
    scenario: `${found.scenario || "At the same time"}, at slightly other times: fails ${failed} times of ${played}`,
    // After the handout's own.
    number: own.length + found.number,
    raced: true,
  };
}

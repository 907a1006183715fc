/** Random play as part of `wirecheck test`: the handout's model is loaded, played, and what it finds is saved. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Dialect } from "../dialect/dialect.ts";
import { isHandouts, isWire } from "../dialect/speaking.ts";
import type { Buffering } from "../execution/buffering.ts";
import { ownWording } from "../execution/own-wording.ts";
import type { Servers } from "../execution/servers.ts";
import type { Target } from "../execution/stage.ts";
import type { Transcript } from "../execution/transcript.ts";
import { explore, type Finding } from "../exploration/explore.ts";
import type { Judged } from "../exploration/model.ts";
import { playRaces } from "../exploration/races.ts";
import { type Origin, parseSaved, printSaved } from "../exploration/saved.ts";
import type { Rule } from "../language/spec.ts";
import { flatten } from "../language/steps.ts";
import type { Role } from "../projection/roles.ts";
import type { Handout } from "./handout.ts";
import { Misuse } from "./misuse.ts";
import { modelsOf } from "./models.ts";

export interface RandomPlay {
  readonly handout: Handout;
  readonly roles: readonly Role[];
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly dialect: Dialect | null;
  /** What the command line has said, for whoever plays a scenario again. */
  readonly origin: Origin;
  readonly seed: number;
  readonly runs: number;
  /** Somebody has asked for it: where nothing can be played, the report says why. */
  readonly asked: boolean;
  readonly jobs: number;
  /** The rules that were asked for. */
  readonly rules: readonly Rule[];
  /** Where counterexamples are saved. */
  readonly folder: string;
  /** Those on which the scripted scenarios were played. */
  readonly servers: Servers | null;
  readonly buffering: Buffering;
  /** What the scripted scenarios have shown. */
  readonly scripted: readonly Transcript[];
  readonly signal: AbortSignal;
}

export interface RandomlyPlayed {
  /** Of the scenarios that break a rule. */
  readonly transcripts: readonly Transcript[];
  readonly notes: readonly string[];
}

export async function playRandomly(play: RandomPlay): Promise<RandomlyPlayed> {
  const { handout, scripted, runs, dialect } = play;
  const ofWire = scripted.filter(({ rule }) => isWire({ id: rule }));
  const wording = dialect === null ? ownWording(handout.spec, ofWire) : new Map();
  const ownWire = dialect !== null && !isHandouts(dialect, handout.spec);
  const transcripts: Transcript[] = [];
  const notes: string[] = [];
  let played = false;
  if (play.roles.includes("server") && play.target.connect === null && runs > 0) {
    const raced = await playRaces({ ...play, spec: handout.spec, wording, leftOut: [] });
    transcripts.push(...raced.transcripts);
    played ||= raced.played > 0;
    if (raced.unconfirmed > 0) notes.push(unconfirmed(raced.unconfirmed));
  }
  const broken = new Set([...scripted, ...transcripts].filter(isBroken).map(({ rule }) => rule));
  for (const role of play.roles) {
    // What a pair says on its wire is its own business, and other programs have no models.
    if (role === "pair" || role === "program" || runs === 0) continue;
    const models = await modelsOf(handout, { params: play.params, judged: role });
    if (models.model === null && models.concurrent === null) continue;
    played = true;
    // Answers to calls at the same time are understood in the handout's own words only.
    const concurrent = ownWire ? null : models.concurrent;
    if (concurrent !== models.concurrent) notes.push(NO_HISTORIES);
    const found = await explore({ ...play, spec: handout.spec, ...models, concurrent, judged: role, wording, broken });
    transcripts.push(...found.findings.map((finding) => save(finding, role, play)));
    if (found.unconfirmed > 0) notes.push(unconfirmed(found.unconfirmed));
    const [why] = found.unsayable;
    if (why !== undefined) notes.push(unsayable(found.unsayable.length, role, why));
  }
  if (play.asked && !played) notes.push(NOTHING_PLAYED);
  return { transcripts, notes };
}

const NO_HISTORIES =
  "whether some order explains calls at the same time was not tried at random: that is known for the handout's own wire";

const NOTHING_PLAYED =
  "nothing was played at random: that takes a model beside the handout, and a server or a client whose wire is known";

function isBroken({ ending }: Transcript): boolean {
  return ending.kind === "broken";
}

function unconfirmed(count: number): string {
  const what = count === 1 ? "a random scenario" : `${count} random scenarios`;
  return `${what} failed once and not again on a server started afresh; a race, or left over from a scenario before`;
}

function unsayable(count: number, role: Judged, why: string): string {
  const what = count === 1 ? "a random scenario" : `${count} random scenarios`;
  return `${what} for the ${role} could not be said in its dialect, and not played: ${why}`;
}

/** The scenario as a file, and what happened with the places where its steps stand there. */
function save({ rule, story, transcript, run, steady, calls }: Finding, role: Judged, play: RandomPlay): Transcript {
  const { handout, seed } = play;
  const name = `Random play ${run}`;
  const file = join(play.folder, `${rule}-seed${seed}.mmd`);
  const diagram = printSaved(
    { ...story.scenario, name },
    {
      spec: handout.name,
      rule,
      role,
      seed,
      ...play.origin,
      ...(steady ? { steady } : {}),
      ...(calls === null ? {} : { calls: JSON.stringify(calls) }),
    },
  );
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, diagram);
  } catch (error) {
    throw new Misuse(`wirecheck: ${file} cannot be written: ${(error as Error).message}`);
  }
  const shown = relative(process.cwd(), file);
  const read = parseSaved(diagram, shown);
  const places = "problems" in read ? [] : flatten(read.scenario.steps).filter(({ kind }) => kind !== "par");
  return {
    ...transcript,
    rule,
    scenario: name,
    // After the handout's own.
    number: handout.spec.rules.find(({ id }) => id === rule)?.scenarios.length ?? 0,
    rows: transcript.rows.map((row, i) => ({ ...row, place: places[i]?.place ?? { file: shown, line: 1, column: 1 } })),
    saved: { file: shown, diagram },
  };
}

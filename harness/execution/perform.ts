/** Plays one trial from start to end: programs started, part played, everything ended. Trial → Transcript. */
import type { Spec, Who } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import type { Part } from "../projection/part.ts";
import { leaves } from "../projection/tree.ts";
import type { Trial } from "../projection/trials.ts";
import { participants } from "../projection/vary.ts";
import { type Played, play } from "./player.ts";
import { freePort } from "./ports.ts";
import { Starved } from "./quiet.ts";
import { ready } from "./ready.ts";
import { rows } from "./rows.ts";
import { Stage, type Target } from "./stage.ts";
import type { Ending, Run, Transcript } from "./transcript.ts";

export interface Performance {
  readonly spec: Spec;
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Ends the programs at once; what comes of the trial then means nothing. */
  readonly signal?: AbortSignal;
}

export async function perform(trial: Trial, { spec, target, params, seed, signal }: Performance): Promise<Transcript> {
  const began = performance.now();
  const base = {
    rule: trial.rule.id,
    scenario: trial.scenario.name,
    number: trial.number,
    role: trial.role,
    under: trial.under,
    seed,
    participants: [...new Set([...leaves(trial.written)].flatMap(({ step }) => participants(step)))].sort(serversFirst),
  };
  const unplayed = (ending: Ending): Played => ({ ending, states: new Map(), notes: [] });
  const finish = (played: Played, runs: readonly Run[]): Transcript => {
    const { ending, notes } = played;
    return {
      ...base,
      rows: rows(trial.written, played),
      ending,
      runs,
      notes,
      durationMs: Math.round(performance.now() - began),
    };
  };
  const { part, why } = trial;
  if (part === null) return finish(unplayed({ kind: "not-applicable", why: why ?? "" }), []);

  const stage = new Stage(spec, target);
  const stop = (): void => void stage[Symbol.asyncDispose]();
  signal?.addEventListener("abort", stop);
  let played: Played;
  let runs: readonly Run[] = [];
  try {
    played = (await setUp(stage, part, target, params)) ?? (await playOn(stage, part, spec, params));
    runs = [...stage.programs.values()].map((program) => ({
      who: program.who,
      command: program.shown,
      stderr: program.stderr,
      exit: program.exit,
    }));
  } catch (error) {
    if (!(error instanceof Starved)) throw error;
    played = unplayed({ kind: "gave-up", why: error.message });
  } finally {
    signal?.removeEventListener("abort", stop);
    await stage[Symbol.asyncDispose]();
  }
  return finish(played, runs);
}

/** Starts the servers under test, and listens for those that we play. */
async function setUp(
  stage: Stage,
  part: Part,
  target: Target,
  params: Readonly<Record<string, string>>,
): Promise<Played | null> {
  const [client] = part.under.filter((who) => !isServer(who));
  for (const server of part.playedServers) await stage.listen(server, client ?? "");
  for (const who of part.under.filter(isServer)) {
    if (target.connect !== null) {
      stage.setAddress(who, target.connect);
      continue;
    }
    const address = { host: "127.0.0.1", port: await freePort() };
    const program = stage.start(who, part.settings.get(who) ?? {}, address, params);
    const found = part.settings.get(who)?.["args"] === undefined ? await ready(program, address) : address;
    if (typeof found === "string")
      return { ending: { kind: "not-started", who, why: found }, states: new Map(), notes: [] };
    stage.setAddress(who, found);
  }
  return null;
}

async function playOn(stage: Stage, part: Part, spec: Spec, params: Readonly<Record<string, string>>): Promise<Played> {
  const [server] = [...part.playedServers, ...part.under.filter(isServer)];
  const start = (who: Who): void => {
    const address = stage.address(server ?? "") ?? { host: "127.0.0.1", port: 9 };
    stage.start(who, part.settings.get(who) ?? {}, address, params);
  };
  return await play({ part, stage, spec, start });
}

function serversFirst(a: Who, b: Who): number {
  return Number(isServer(b)) - Number(isServer(a));
}

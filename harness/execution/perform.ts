/** Plays one trial from start to end: programs started, part played, everything ended. Trial → Transcript. */
import type { Spec, Who } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import { inWords } from "../projection/delivery.ts";
import type { Part } from "../projection/part.ts";
import { leaves } from "../projection/tree.ts";
import type { Trial } from "../projection/trials.ts";
import { participants } from "../projection/vary.ts";
import { inOrder } from "./addresses.ts";
import { BUFFERED, type Buffering, type Kind } from "./buffering.ts";
import { descriptors, sockets } from "./linux/sockets.ts";
import { tree } from "./linux/tree.ts";
import { type Played, play } from "./player.ts";
import type { Program } from "./program.ts";
import { Starved } from "./quiet.ts";
import { ready } from "./ready.ts";
import { tooMany } from "./room.ts";
import { rows } from "./rows.ts";
import { type Running, type Servers, sharedSettings } from "./servers.ts";
import { BROKER, joinBroker, setUp } from "./set-up.ts";
import { Stage, type Target } from "./stage.ts";
import type { Terminal } from "./terminal.ts";
import type { Break, Ending, Run, Transcript } from "./transcript.ts";
import { transport } from "./transport.ts";

export interface Performance {
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  /** See player.ts. */
  readonly steady?: boolean;
  /** Whether the transcript says what was heard, and in which order. */
  readonly record?: boolean;
  /** Servers that have served others, where the handout allows it. Without them, each trial gets a fresh one. */
  readonly servers?: Servers | null;
  /** Which programs need a terminal to print on. Without it, none has one. */
  readonly buffering?: Buffering;
  /** Why no server of this run starts, where that is known: it is not started again. */
  readonly unstartable?: (() => string | null) | undefined;
  /** Ends the programs at once; what comes of the trial then means nothing. */
  readonly signal?: AbortSignal;
}

/** A program that has printed nothing where it should may need a terminal to print on: then it is played once more. */
export async function perform(trial: Trial, performance: Performance): Promise<Transcript> {
  const { buffering } = performance;
  const found = await performWithServers(trial, performance);
  const kind = buffering?.suspect(found) ?? null;
  if (buffering === undefined || kind === null) return found;
  const again = await performOnce(trial, { ...performance, onTerminal: kind }, null);
  return buffering.learn(kind, again) ? again : found;
}

/**
 * Where the server may have served others before, a failure is only believed of a fresh one: what others have left
 * behind is not this scenario's matter.
 */
async function performWithServers(trial: Trial, performance: Performance): Promise<Transcript> {
  const { servers, buffering } = performance;
  const shared = servers && trial.part ? sharedSettings(trial.part) : null;
  const settings = shared === null ? null : [...(buffering?.known ?? []), shared].join();
  let running: Running | undefined;
  const take = (): Running | undefined => {
    running = settings === null ? undefined : servers?.take(settings);
    return running;
  };
  const found = await performOnce(trial, performance, settings, take);
  if (running === undefined || found.ending.kind === "complete") return found;
  const fresh = await performOnce(trial, performance, settings);
  return fresh.ending.kind === "complete" ? { ...fresh, notes: [...fresh.notes, LEFT_BEHIND] } : fresh;
}

export const LEFT_BEHIND: string =
  "a server that others had used and left failed where a fresh one did not: something of them stays";

/**
 * @param settings what its server is started with, when that may serve others afterwards
 * @param take gives such a server that has served others, if there is one; only asked when the trial is really played
 */
async function performOnce(
  trial: Trial,
  {
    target,
    params,
    seed,
    steady = false,
    record = false,
    signal,
    servers,
    buffering,
    onTerminal,
    unstartable,
  }: Performance & { readonly onTerminal?: Kind },
  settings: string | null,
  take: () => Running | undefined = () => undefined,
): Promise<Transcript> {
  const began = performance.now();
  const { spec } = trial;
  const base = {
    rule: trial.rule.id,
    scenario: trial.delivery === null ? trial.scenario.name : `${trial.scenario.name}, ${inWords[trial.delivery]}`,
    number: trial.number,
    role: trial.role,
    under: trial.under,
    seed,
    delivery: trial.delivery,
    participants: [...new Set([...leaves(trial.written)].flatMap(({ step }) => participants(step)))].sort(serversFirst),
  };
  const unplayed = (ending: Ending): Played => ({ ending, states: new Map(), notes: [], bindings: new Map() });
  const finish = (played: Played, runs: readonly Run[]): Transcript => {
    const { ending, notes } = played;
    return {
      ...base,
      rows: rows(trial.written, played),
      ending,
      runs,
      notes,
      durationMs: Math.round(performance.now() - began),
      ...(record ? { heard: { holes: Object.fromEntries(played.bindings), order: [...played.states.keys()] } } : {}),
    };
  };
  const { part, why } = trial;
  if (part === null) return finish(unplayed({ kind: "not-applicable", why: why ?? "" }), []);

  const [unstarted] = part.under.filter(isServer);
  const never = unstarted === undefined ? null : (unstartable?.() ?? null);
  if (unstarted !== undefined && never !== null)
    return finish(unplayed({ kind: "not-started", who: unstarted, why: never }), []);

  const crowded = tooMany(part);
  if (crowded !== null) return finish(unplayed({ kind: "gave-up", why: crowded }), []);

  const withTerminal = new Set([...(buffering?.known ?? []), ...(onTerminal === undefined ? [] : [onTerminal])]);
  const open = withTerminal.size > 0 ? await buffering?.opener() : null;
  const terminal = (kind: Kind): Terminal | null => (withTerminal.has(kind) ? (open?.() ?? null) : null);
  const makeEnd = await transport(spec, trial.dialect, target.grpc ?? null);
  const stage = new Stage(spec, target, makeEnd, terminal);
  const noBroker = part.broker === null ? null : await joinBroker(stage, part, spec);
  if (noBroker !== null) {
    const notes = [`nothing was checked that needs a message broker: ${noBroker}`];
    return finish({ ...unplayed({ kind: "not-applicable", why: noBroker }), notes }, []);
  }
  const stop = (): void => void stage[Symbol.asyncDispose]();
  signal?.addEventListener("abort", stop);
  const [server = ""] = part.under.filter(isServer);
  let served = take();
  let played: Played;
  let programs: readonly Program[] = [];
  // How they ended by themselves, before we ended them.
  const exits = new Map<Who, Run["exit"]>();
  const silent = new Set<Who>();
  try {
    if (served !== undefined) stage.adopt(server, served);
    const wrong = served === undefined ? await setUp(stage, part, target, params) : null;
    if (wrong === null && settings !== null) served ??= runningIn(stage, server);
    played = wrong ?? (await playOn(stage, part, spec, params, steady));
    programs = [...stage.programs.values()];
    for (const program of programs) {
      exits.set(program.who, program.exit);
      if (program.silent) silent.add(program.who);
    }
    if (target.connect !== null) await stage.leave();
    const free = played.ending.kind === "complete" && settings !== null && !signal?.aborted;
    if (free && served !== undefined && (await stage.release(server))) await servers?.give(settings, served);
  } catch (error) {
    if (!(error instanceof Starved)) throw error;
    played = unplayed({ kind: "gave-up", why: error.message });
    programs = [...stage.programs.values()];
  } finally {
    signal?.removeEventListener("abort", stop);
    await stage[Symbol.asyncDispose]();
  }
  const runs = programs.map(({ who, shown, stderr, onTerminal }): Run => {
    return { who, command: shown, stderr, exit: exits.get(who) ?? null, silent: silent.has(who), onTerminal };
  });
  const notes = runs.some(({ onTerminal }) => onTerminal) ? [...played.notes, BUFFERED] : played.notes;
  return finish({ ...played, notes, ending: await withLate(played.ending, stage) }, runs);
}

/** The server that has just been started. */
function runningIn(stage: Stage, server: Who): Running | undefined {
  const [program, address] = [stage.programs.get(server), stage.addresses.get(server)];
  if (program === undefined || address === undefined) return undefined;
  return { program, address, sockets: sockets(program.pid), descriptors: descriptors(tree(program.pid)) };
}

async function withLate(ending: Ending, stage: Stage): Promise<Ending> {
  if (ending.kind !== "broken" || ending.channel !== "screen" || ending.break.kind !== "nothing") return ending;
  const late = await stage.programs.get(ending.who)?.late();
  return late ? { ...ending, late } : ending;
}

async function playOn(
  stage: Stage,
  part: Part,
  spec: Spec,
  params: Readonly<Record<string, string>>,
  steady: boolean,
): Promise<Played> {
  const [server] = inOrder([...part.playedServers, ...part.under.filter(isServer)]);
  const start = (who: Who): void => {
    const address = stage.addresses.get(server ?? "") ?? { host: "127.0.0.1", port: 9 };
    stage.start(who, part.settings.get(who) ?? {}, address, params);
  };
  const startAgain = async (who: Who): Promise<Break | null> => {
    if (who === BROKER) await stage.startBrokerAgain();
    if (who === BROKER) return null;
    await stage.programs.get(who)?.end();
    const address = stage.addresses.get(who);
    if (address === undefined) start(who);
    else if (part.playedServers.includes(who)) await stage.listen(who, part.under[0] ?? "", address.port);
    else {
      const program = stage.start(who, part.settings.get(who) ?? {}, address, params);
      const found = await ready(program, address);
      if (typeof found === "string") return program.exit ? { kind: "exited", ...program.exit } : NOTHING;
    }
    return null;
  };
  return await play({ part, stage, spec, start, startAgain, steady });
}

const NOTHING: Break = { kind: "nothing", silence: "waiting" };

function serversFirst(a: Who, b: Who): number {
  return Number(isServer(b)) - Number(isServer(a));
}

/** `wirecheck test`: what the options mean, and the run from a handout to its reports. */
import { availableParallelism } from "node:os";

import { dirname } from "node:path";
import { leftOutOf } from "../config/skip.ts";
import { Buffering } from "../execution/buffering.ts";
import { Servers } from "../execution/servers.ts";
import type { Target } from "../execution/stage.ts";
import { playSuite } from "../execution/suite.ts";
import type { Transcript } from "../execution/transcript.ts";
import type { Origin } from "../exploration/saved.ts";
import { rulesOf } from "../language/only.ts";
import type { Rule, Spec } from "../language/spec.ts";
import { assemble } from "../verdict/assemble.ts";
import type { Judged } from "../verdict/report.ts";
import { exitStatus } from "../verdict/status.ts";
import { builtins } from "./builtin.ts";

import { build, CONFIG, type Configured, configured } from "./configured.ts";
import { checkProto, handout } from "./handout.ts";

import { until } from "./interrupt.ts";
import { placed } from "./library.ts";
import { Misuse } from "./misuse.ts";
import { checkParams } from "./params.ts";
import { checkPlaceholders } from "./placeholders.ts";
import { progressLine } from "./progress-line.ts";
import { playRandomly } from "./random-play.ts";
import { checkReachable } from "./reachable.ts";
import { checkReporters, write } from "./reporting.ts";
import { dialectOf, type Run, runOf, serviceOf, withArgs } from "./run.ts";
import { tested } from "./tested.ts";

export interface TestOptions {
  readonly server?: string;
  readonly client?: string;
  readonly connect?: string;
  readonly proto?: string;
  readonly program?: Readonly<Record<string, string>>;
  readonly only?: string;
  readonly param: Readonly<Record<string, string>>;
  readonly jobs?: number;
  readonly fresh?: boolean;
  readonly seed: number;
  readonly deadline?: number;
  readonly config?: string;
  readonly dialect?: string;
  readonly reporter: readonly string[];
  readonly verbose?: boolean;
  readonly everyDelivery?: boolean;
  readonly all?: boolean;
  readonly runs?: number;
  readonly save: string;
}

export async function test(name: string | undefined, options: TestOptions): Promise<void> {
  const given = options.server ?? options.client ?? options.connect ?? options.program;
  if (options.all && (name !== undefined || given !== undefined)) {
    throw new Misuse(
      "wirecheck: --all runs every built-in handout against its reference programs, so it goes without a handout or a program",
    );
  }
  checkReporters(options.reporter);
  const config =
    options.config !== undefined || (name === undefined && !options.all) ? configured(options.config) : null;
  if (name !== undefined && options.config !== undefined)
    throw new Misuse("wirecheck: --config says which handout, so it goes without one");
  const names = options.all
    ? builtins()
    : [name ?? (config && placed(config.spec, dirname(config.file))) ?? nothingNamed()];
  const run = runOf(options, config);
  const reports = await until(async (signal) => {
    const found: Judged[] = [];
    for (const each of names) found.push(await judged(each, options, run, signal));
    return found;
  });
  await write(reports, options.reporter, options.verbose ?? false);
  process.exitCode = exitStatus(...reports.map(({ report }) => report));
}

function nothingNamed(): never {
  throw new Misuse(
    `wirecheck: name a handout: ${builtins().join(", ")}, or the path of a Markdown file\n\n  wirecheck test echo --server 'python3 my_server.py'\n\n\`wirecheck init\` writes a ${CONFIG} that says it once and for all; wirecheck test --help says more`,
  );
}

async function judged(name: string, options: TestOptions, run: Run, signal: AbortSignal): Promise<Judged> {
  const found = handout(name);
  const grpc = await serviceOf(found, options, run);
  await checkProto(found, grpc);
  const whole = withArgs(found.spec, run.config);
  const spec = { ...whole, rules: only(whole, options.only) };
  const { config } = run;
  checkParams(name, spec, { ...config?.params, ...options.param });
  const dialect = dialectOf(options, config, whole);
  const others = Object.keys(spec.programs);
  const { target, roles } = tested(
    name,
    { ...run.programs, deadline: run.deadline, folder: run.folder, dialect, grpc },
    others,
  );
  checkPlaceholders(spec, target);
  await checkReachable(target.connect);
  const leftOut = leftOutOf(spec, config?.skip ?? []);
  if (config?.build) build(config.build, run.folder);
  // On one server, scenarios that are played at the same time would see each other.
  const jobs = options.jobs ?? (target.connect === null ? 3 * availableParallelism() : 1);
  const began = performance.now();
  const line = progressLine(spec);
  const params = { ...spec.params, ...config?.params, ...options.param };
  await using servers = whole.server.serves === "many" && !options.fresh ? new Servers() : null;
  const buffering = new Buffering();
  const transcripts = await playSuite({
    spec: whole,
    rules: spec.rules,
    roles,
    target,
    params,
    seed: options.seed,
    everyDelivery: options.everyDelivery ?? false,
    jobs,
    dialect,
    leftOut,
    fresh: options.fresh ?? false,
    servers,
    buffering,
    progress: line.show,
    signal,
  });
  line.clear();
  // Where only some rules were asked for, or the server is not ours to start afresh, only on demand.
  const ordinary = options.only === undefined && run.programs.connect === undefined ? RUNS : 0;
  const random = await playRandomly({
    handout: found,
    roles,
    target,
    params,
    dialect,
    origin: originOf(options, target, config),
    seed: options.seed,
    runs: signal.aborted ? 0 : (options.runs ?? ordinary),
    asked: (options.runs ?? 0) > 0,
    jobs: Math.min(jobs, FEW),
    rules: spec.rules.filter(({ id }) => !leftOut.some((out) => out.id === id)),
    folder: options.save,
    servers,
    buffering,
    scripted: transcripts,
    signal,
  });
  const shown = { server: target.server, client: target.client, connect: options.connect ?? null };
  const durationMs = Math.round(performance.now() - began);
  const again = (transcript: Transcript): string => commandAgain(name, options, run, transcript);
  const service = grpc && (options.proto ?? config?.file ?? null);
  const choice = { dialect: dialect?.name ?? service, leftOut };
  return assemble(
    { ...spec, framing: dialect?.framing ?? spec.framing },
    shown,
    options.seed,
    [...transcripts, ...random.transcripts],
    durationMs,
    again,
    { ...choice, notes: random.notes },
  );
}

/** Each of them plays on a server of its own, which takes longer to start than many sequences to play. */
const FEW = 2;
/** What a saved scenario needs to be played again; the configuration says it for itself. */
function originOf(options: TestOptions, target: Target, config: Configured | null): Origin {
  const { connect, program, dialect, proto, param } = options;
  const told = config === null ? target : { server: options.server ?? null, client: options.client ?? null };
  const { server, client } = told;
  return {
    ...(server === null ? {} : { server }),
    ...(client === null ? {} : { client }),
    ...(connect === undefined ? {} : { connect }),
    ...(program === undefined ? {} : { program }),
    ...(config === null ? {} : { config: config.file }),
    ...(dialect === undefined ? {} : { dialect }),
    ...(proto === undefined ? {} : { proto }),
    ...(Object.keys(param).length === 0 ? {} : { params: param }),
  };
}

/** How many sequences of random play are part of an ordinary run. */
const RUNS = 5;

/** The rules asked for. */
function only(spec: Spec, patterns: string | undefined): readonly Rule[] {
  if (patterns === undefined) return spec.rules;
  const wanted = new Set(patterns.split(",").flatMap((pattern) => rulesOf(spec, pattern)));
  const rules = spec.rules.filter((rule) => wanted.has(rule));
  if (rules.length === 0)
    throw new Misuse(
      `wirecheck: no rule of ${spec.protocol} begins with ${patterns}; the first is ${spec.rules[0]?.id}`,
    );
  return rules;
}

/** The command that plays this again. */
function commandAgain(name: string, options: TestOptions, { config }: Run, transcript: Transcript): string {
  if (transcript.saved !== undefined) return quoted(["wirecheck", "replay", transcript.saved.file]);
  const words = ["wirecheck", "test"];
  if (config === null) words.push(name);
  else if (config.file !== CONFIG) words.push("--config", config.file);
  if (options.dialect !== undefined) words.push("--dialect", options.dialect);
  for (const key of ["server", "client", "connect"] as const) {
    const value = options[key];
    if (value !== undefined) words.push(`--${key}`, value);
  }
  if (options.proto !== undefined) words.push("--proto", options.proto);
  for (const [key, value] of Object.entries(options.program ?? {})) words.push("--program", `${key}=${value}`);
  for (const [key, value] of Object.entries(options.param)) words.push("--param", `${key}=${value}`);
  if (options.everyDelivery) words.push("--every-delivery");
  if (transcript.raced) words.push("--runs", String(options.runs ?? RUNS));
  words.push("--only", transcript.rule, "--seed", String(options.seed));
  return quoted(words);
}

function quoted(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

/** `wirecheck test`: what the options mean, and the run from a handout to its reports. */
import { availableParallelism } from "node:os";
import type { GrpcDialect } from "../execution/grpc/dialect.ts";
import { playSuite } from "../execution/suite.ts";
import type { Transcript } from "../execution/transcript.ts";
import type { Rule, Spec } from "../language/spec.ts";
import { assemble } from "../verdict/assemble.ts";
import type { Judged } from "../verdict/report.ts";
import { exitStatus } from "../verdict/status.ts";
import { builtins } from "./builtin.ts";
import { checkProto, type Handout, handout } from "./handout.ts";
import { until } from "./interrupt.ts";
import { Misuse } from "./misuse.ts";
import { progressLine } from "./progress-line.ts";
import { playRandomly } from "./random-play.ts";
import { checkReporters, write } from "./reporting.ts";
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
  readonly deadline: number;
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
  const names = options.all ? builtins() : [name ?? nothingNamed()];
  const reports = await until(async (signal) => {
    const found: Judged[] = [];
    for (const each of names) found.push(await judged(each, options, signal));
    return found;
  });
  await write(reports, options.reporter, options.verbose ?? false);
  process.exitCode = exitStatus(...reports.map(({ report }) => report));
}

function nothingNamed(): never {
  throw new Misuse(
    `wirecheck: name a handout: ${builtins().join(", ")}, or the path of a Markdown file\n\n  wirecheck test echo --server 'python3 my_server.py'\n\nwirecheck test --help says more`,
  );
}

async function judged(name: string, options: TestOptions, signal: AbortSignal): Promise<Judged> {
  const found = handout(name);
  const grpc = await dialect(found, options);
  await checkProto(found, grpc);
  const whole = found.spec;
  const spec = { ...whole, rules: only(whole, options.only) };
  for (const key of Object.keys(options.param)) {
    if (key in spec.params) continue;
    throw new Misuse(`wirecheck: ${name} has no parameter ${key}${known(Object.keys(spec.params))}`);
  }
  const { target, roles } = tested(name, { ...options, grpc }, Object.keys(spec.programs));
  const jobs = options.jobs ?? 3 * availableParallelism();
  const began = performance.now();
  const line = progressLine(spec);
  const params = { ...spec.params, ...options.param };
  const transcripts = await playSuite({
    spec: whole,
    rules: spec.rules,
    roles,
    target,
    params,
    seed: options.seed,
    everyDelivery: options.everyDelivery ?? false,
    jobs,
    fresh: options.fresh ?? false,
    progress: line.show,
    signal,
  });
  line.clear();
  const random = await playRandomly({
    handout: found,
    roles,
    target,
    params,
    changed: options.param,
    connect: options.connect ?? null,
    seed: options.seed,
    // Where only some rules were asked for, or the server is not ours to start afresh, only on demand.
    runs: options.runs ?? (options.only === undefined && options.connect === undefined ? RUNS : 0),
    rules: spec.rules,
    jobs: Math.min(jobs, FEW),
    folder: options.save,
    scripted: transcripts,
    signal,
  });
  const shown = { server: target.server, client: target.client, connect: options.connect ?? null };
  const durationMs = Math.round(performance.now() - began);
  return assemble(
    spec,
    shown,
    options.seed,
    [...transcripts, ...random.transcripts],
    durationMs,
    (transcript) => again(name, options, transcript),
    random.notes,
  );
}

/** Each of them plays on a server of its own, which takes longer to start than many sequences to play. */
const FEW = 2;
/** How many sequences of random play are part of an ordinary run. */
const RUNS = 5;

/** The service of their own that the programs speak. */
async function dialect({ name, spec }: Handout, options: TestOptions): Promise<GrpcDialect | null> {
  if (options.proto === undefined) return null;
  if (spec.transport !== "grpc") throw new Misuse(`wirecheck: --proto is for handouts over gRPC, and ${name} is none`);
  if (options.proto !== "reflection") return { proto: options.proto };
  return { proto: await (await import("./reflected.ts")).reflected(spec, tested(name, options).target) };
}

function known(names: readonly string[]): string {
  return names.length === 0 ? "" : `; there is ${names.join(", ")}`;
}

/** The rules asked for. */
function only(spec: Spec, patterns: string | undefined): readonly Rule[] {
  if (patterns === undefined) return spec.rules;
  const wanted = patterns
    .split(",")
    .map((each) => each.trim().toUpperCase())
    .filter(Boolean);
  const fits = (id: string): boolean =>
    wanted.some((each) =>
      each.includes("*")
        ? new RegExp(`^${each.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(id)
        : id === each || id.startsWith(/\d$/.test(each) ? `${each}-` : each),
    );
  const rules = spec.rules.filter((rule) => fits(rule.id));
  if (rules.length === 0)
    throw new Misuse(
      `wirecheck: no rule of ${spec.protocol} begins with ${patterns}; the first is ${spec.rules[0]?.id}`,
    );
  return rules;
}

/** The command that plays this again. */
function again(name: string, options: TestOptions, transcript: Transcript): string {
  if (transcript.saved !== undefined) return quoted(["wirecheck", "replay", transcript.saved.file]);
  const words = ["wirecheck", "test", name];
  for (const key of ["server", "client", "connect"] as const) {
    const value = options[key];
    if (value !== undefined) words.push(`--${key}`, value);
  }
  if (options.proto !== undefined) words.push("--proto", options.proto);
  for (const [key, value] of Object.entries(options.program ?? {})) words.push("--program", `${key}=${value}`);
  for (const [key, value] of Object.entries(options.param)) words.push("--param", `${key}=${value}`);
  if (options.everyDelivery) words.push("--every-delivery");
  words.push("--only", transcript.rule, "--seed", String(options.seed));
  return quoted(words);
}

function quoted(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

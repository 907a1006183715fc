/** `wirecheck learn PROTOCOL`: from a pair alone to a wirecheck.yaml that judges both. */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Known } from "../config/write.ts";
import { type Dialect, isMissing } from "../dialect/dialect.ts";
import { REFLECTION } from "../execution/grpc/dialect.ts";
import type { Target } from "../execution/stage.ts";
import { build, CONFIG, type Configured, configured } from "./configured.ts";
import { checkProto, handout } from "./handout.ts";
import { until } from "./interrupt.ts";
import { learnWire } from "./learn-wire.ts";
import { placed } from "./library.ts";
import { Misuse } from "./misuse.ts";
import { checkParams } from "./params.ts";
import { checkPlaceholders } from "./placeholders.ts";
import { withArgs } from "./run.ts";
import { tested } from "./tested.ts";

export interface LearnOptions {
  readonly server?: string;
  readonly client?: string;
  readonly proto?: string;
  readonly config?: string;
  readonly output: string;
  readonly seed: number;
  readonly jobs: number;
}

/** The file to be written, without what is learned. */
export interface Draft {
  /** The handout, as it is to stand in the file. */
  readonly name: string;
  readonly output: string;
  /** What was said of the screens before. */
  readonly dialect: Dialect | null;
  readonly known: Known;
}

export interface Learnt {
  readonly yaml: string;
  /** One sentence for each. */
  readonly unknown: readonly string[];
  readonly what: "messages" | "calls";
  readonly all: number;
  readonly played: number;
}

export async function learn(name: string | undefined, options: LearnOptions): Promise<void> {
  if (existsSync(options.output))
    throw new Misuse(`wirecheck: there is a ${options.output} already; move it away, or name another with --output`);
  const config = options.config === undefined ? null : configured(options.config);
  const named = name ?? (config && placed(config.spec, dirname(config.file)));
  if (named === null || named === undefined) throw new Misuse("wirecheck: name the handout, or a --config that does");
  const found = handout(named);
  await checkProto(found);
  const spec = withArgs(found.spec, config);
  const { server = config?.server, client = config?.client } = options;
  if (!server || !client)
    throw new Misuse("wirecheck: a wire is learned from both programs: give --server and --client");
  if (options.proto !== undefined && spec.transport !== "grpc")
    throw new Misuse(`wirecheck: --proto is for handouts over gRPC, and ${named} is none`);
  const folder = config?.base ?? process.cwd();
  const { target } = tested(named, { server, client, deadline: config?.deadline ?? 2000, folder });
  checkPlaceholders(spec, target);
  checkParams(named, spec, config?.params ?? {});
  if (config?.build) build(config.build, folder);
  const { output, seed, jobs } = options;
  const base = dirname(resolve(output));
  const draft = {
    name: shownFrom(named, base),
    output,
    dialect: config?.dialect ?? null,
    known: known(config, target, base),
  };
  const learnt = await until(async (signal) => {
    const lessons = { spec, target, params: { ...spec.params, ...config?.params }, seed, jobs, signal };
    if (spec.transport === "tcp") return await learnWire(lessons, draft);
    // gRPC is loaded where it is needed only.
    const { learnService } = await import("./learn-service.ts");
    return await learnService(lessons, draft, options.proto ?? config?.grpc?.proto ?? REFLECTION);
  });
  writeFileSync(output, learnt.yaml);
  process.stdout.write(`${summary(learnt, output)}\n`);
}

/** What stands in the file, whatever is learned. */
function known(config: Configured | null, { server, client, folder }: Target, base: string): Known {
  const lines = [...(config?.dialect?.console ?? [])].flatMap(([key, wording]): [string, string][] => {
    if (isMissing(wording)) return [[key, JSON.stringify(wording)]];
    return [[key, JSON.stringify([...new Set(wording.map(({ source }) => source))])]];
  });
  return {
    server,
    client,
    console: new Map(lines),
    skip: config?.skip ?? [],
    ...(config && { args: config.args, params: config.params, deadline: config.deadline, build: config.build }),
    ...(folder === base ? {} : { folder: relative(base, folder) }),
  };
}

function shownFrom(name: string, base: string): string {
  return /[./]/.test(name) ? relative(base, resolve(name)) || "." : name;
}

function summary({ what, unknown, all, played }: Learnt, output: string): string {
  return [
    `${output} is written: ${all - unknown.length} of ${all} ${what} are known after ${played} scenarios.`,
    ...unknown.map((each) => `  ${each}`),
    `Look it over, then run \`wirecheck test${output === CONFIG ? "" : ` --config ${output}`}\`.`,
  ].join("\n");
}

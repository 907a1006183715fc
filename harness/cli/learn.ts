/** `wirecheck learn PROTOCOL`: from a pair alone to a wirecheck.yaml that judges both. */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { readConfig } from "../config/read.ts";
import { type Learned, writeConfig } from "../config/write.ts";
import { type Dialect, isMissing } from "../dialect/dialect.ts";
import type { Problem, Spec } from "../language/spec.ts";
import { curriculum } from "../learning/curriculum.ts";
import { type Lesson, learn } from "../learning/learn.ts";
import type { Recording } from "../learning/recording.ts";
import { rehearse } from "../learning/rehearse.ts";
import { trials } from "../projection/trials.ts";
import { CONFIG, type Configured, configured } from "./configured.ts";
import { handout, said } from "./handout.ts";
import { until } from "./interrupt.ts";
import { library, placed } from "./library.ts";
import { Misuse } from "./misuse.ts";
import { tested } from "./tested.ts";

export interface LearnOptions {
  readonly server?: string;
  readonly client?: string;
  readonly config?: string;
  readonly output: string;
  readonly seed: number;
  readonly jobs: number;
}

export async function learnWire(name: string | undefined, options: LearnOptions): Promise<void> {
  if (existsSync(options.output))
    throw new Misuse(`wirecheck: there is a ${options.output} already; move it away, or name another with --output`);
  const config = options.config === undefined ? null : configured(options.config);
  const named = name ?? (config && placed(config.spec, dirname(config.file)));
  if (named === null || named === undefined) throw new Misuse("wirecheck: name the handout, or a --config that does");
  const { spec } = handout(named);
  if (spec.transport !== "tcp")
    throw new Misuse(`wirecheck: ${named} is not played over plain TCP: there is no wire to learn`);
  const { server = config?.server, client = config?.client } = options;
  if (!server || !client)
    throw new Misuse("wirecheck: a wire is learned from both programs: give --server and --client");
  const folder = config?.base ?? process.cwd();
  const { target } = tested(named, { server, client, deadline: 2000, folder });
  const recordings = await until((signal) => record(spec, target, config, options, signal));
  const lesson = learn(recordings, spec);
  const file = { server, client, folder, name: named, config };
  const { yaml, messages } = checked(lesson, spec, options.output, file);
  writeFileSync(options.output, yaml);
  process.stdout.write(`${summary(messages, recordings.length, options.output)}\n`);
}

async function record(
  spec: Spec,
  target: Parameters<typeof rehearse>[1],
  config: Configured | null,
  { seed, jobs }: LearnOptions,
  signal: AbortSignal,
): Promise<Recording[]> {
  const params = { ...spec.params, ...config?.params };
  const screens: Dialect | null = config?.dialect ? { ...config.dialect, messages: new Map(), framing: null } : null;
  const all = trials(spec, spec.rules, { roles: ["pair"], params, seed, wording: new Map(), dialect: screens });
  const left = curriculum(all, spec);
  const found: (Recording | string)[] = [];
  const worker = async (): Promise<void> => {
    for (let trial = left.shift(); trial !== undefined && !signal.aborted; trial = left.shift()) {
      found.push(await rehearse(trial, target, params));
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  const recordings = found.flatMap((each) => (typeof each === "string" ? [] : [each]));
  const why = found.find((each) => typeof each === "string");
  if (recordings.length === 0)
    throw new Misuse(`wirecheck: nothing could be played: ${why ?? "no scenario has typed lines only"}`, 1);
  return recordings;
}

interface File {
  readonly server: string;
  readonly client: string;
  readonly folder: string;
  readonly name: string;
  readonly config: Configured | null;
}

/** What would be an error in the file is not put into use. */
function checked(
  { messages, ignored, ...lesson }: Lesson,
  spec: Spec,
  output: string,
  { server, client, folder, name, config }: File,
): { readonly yaml: string; readonly messages: ReadonlyMap<string, Learned> } {
  const base = dirname(resolve(output));
  const lines = [...(config?.dialect?.console ?? [])].flatMap(([key, wording]): [string, string][] => {
    if (isMissing(wording)) return [[key, JSON.stringify(wording)]];
    return [[key, JSON.stringify([...new Set(wording.map(({ source }) => source))])]];
  });
  const seen = new Map(messages);
  for (;;) {
    const yaml = writeConfig(shownFrom(name, base), spec, {
      ...lesson,
      server,
      client,
      messages: seen,
      ignored,
      console: new Map(lines),
      skip: config?.skip ?? [],
      ...(folder === base ? {} : { folder: relative(base, folder) }),
    });
    const read = readConfig(yaml, output, library(base));
    if ("spec" in read) return { yaml, messages: seen };
    const wrong = read
      .map((problem) => [nameAt(yaml, problem), problem] as const)
      .find(([key]) => seen.get(key)?.template);
    if (wrong === undefined)
      throw new Error(`what was learned cannot be written:\n${read.map(said).join("\n")}\n${yaml}`);
    seen.set(wrong[0], { template: null, remark: `not understood: ${wrong[1].message}` });
  }
}

function shownFrom(name: string, base: string): string {
  return /[./]/.test(name) ? relative(base, resolve(name)) || "." : name;
}

/** The message that a line of the file is about. */
function nameAt(yaml: string, { line }: Problem): string {
  return /^ {2}([\w.-]+):/.exec(yaml.split("\n")[line - 1] ?? "")?.[1] ?? "";
}

function summary(messages: ReadonlyMap<string, Learned>, played: number, output: string): string {
  const all = [...messages];
  const unknown = all.filter(([, { template }]) => template === null);
  return [
    `${output} is written: ${all.length - unknown.length} of ${all.length} messages are known after ${played} scenarios.`,
    ...unknown.map(([name, { remark }]) => `  ${name}: ${remark}`),
    `Look it over, then run \`wirecheck test${output === CONFIG ? "" : ` --config ${output}`}\`.`,
  ].join("\n");
}

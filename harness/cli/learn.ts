/** `wirecheck learn PROTOCOL`: from a pair alone to a wirecheck.yaml that judges both. */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { readConfig } from "../config/read.ts";
import { type Learned, templateOf, writeConfig } from "../config/write.ts";
import { type Dialect, isMissing } from "../dialect/dialect.ts";
import { rowOf } from "../dialect/rows.ts";
import type { Target } from "../execution/stage.ts";
import { isServer, type MessageFormat, type Problem, type Spec } from "../language/spec.ts";
import { curriculum } from "../learning/curriculum.ts";
import { type Lesson, learn, learnMore, unsureOf } from "../learning/learn.ts";
import type { Recording } from "../learning/recording.ts";
import { rehearse } from "../learning/rehearse.ts";
import { leaves } from "../projection/tree.ts";
import { type Trial, trials } from "../projection/trials.ts";
import { participants } from "../projection/vary.ts";
import { CONFIG, type Configured, configured } from "./configured.ts";
import { handout, said } from "./handout.ts";
import { until } from "./interrupt.ts";
import { library, placed } from "./library.ts";
import { Misuse } from "./misuse.ts";
import { checkParams } from "./params.ts";
import { checkPlaceholders } from "./placeholders.ts";
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
  checkPlaceholders(spec, target);
  checkParams(named, spec, config?.params ?? {});
  const file = { server, client, folder, name: named, config };
  const { yaml, messages, played } = await until(async (signal) => {
    const lessons = { spec, target, params: { ...spec.params, ...config?.params }, seed: options.seed, signal };
    const heard = await record(overheard(lessons, config?.dialect ?? null), lessons, options.jobs);
    const lesson = learn(heard, spec);
    const first = checked(lesson, spec, options.output, file);
    const asked = await record(questions(lessons, first), lessons, options.jobs);
    const more = learnMore({ ...lesson, messages: first.messages }, heard, asked, spec);
    return { ...checked(more, spec, options.output, file, true), played: heard.length + asked.length };
  });
  writeFileSync(options.output, yaml);
  process.stdout.write(`${summary(messages, played, options.output)}\n`);
}

interface Lessons {
  readonly spec: Spec;
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** A scenario to play, and how the handout writes it. */
interface Exercise {
  readonly trial: Trial;
  readonly written: Trial["written"];
}

/** What the pair says to each other when users type what the diagrams say. */
function overheard({ spec, params, seed }: Lessons, known: Dialect | null): Exercise[] {
  const dialect = known && { ...known, messages: new Map(), framing: null };
  const all = trials(spec, spec.rules, { roles: ["pair"], params, seed, wording: new Map(), dialect });
  return curriculum(all, spec).map((trial) => ({ trial, written: trial.written }));
}

/** What the server answers to what no client says: we say it, in the words that are known by now. */
function questions({ spec, params, seed }: Lessons, { messages, dialect }: Checked): Exercise[] {
  const unknown = [...messages].flatMap(([name, { template }]) => (template === null ? [name] : []));
  const unsure = unsureOf(messages, spec);
  const choice = { roles: ["server"], params, seed, wording: new Map() } as const;
  const own = trials(spec, spec.rules, choice);
  const theirs = trials(spec, spec.rules, { ...choice, dialect });
  const all = new Map(own.map((trial, at) => [trial, theirs[at]!]));
  const alone = own.filter(({ written }) => clientsOf(written).size === 1 && sayable(written, unknown, spec));
  return curriculum(alone, spec, unsure).flatMap(({ written, ...trial }) => {
    const [, found] = [...all].find(([each]) => each.written === written) ?? [];
    return found?.part && trial.part ? [{ trial: found, written }] : [];
  });
}

/** Whether all that its client says is known, or known to nobody. */
function sayable(written: Trial["written"], unknown: readonly string[], spec: Spec): boolean {
  const rows = spec.messages.filter(({ sender }) => sender === "client");
  return [...leaves(written)].every(({ step }) => {
    if (step.kind !== "message" || isServer(step.from)) return true;
    const found = rowOf(step.text, rows);
    return found === null || isCatchAll(found.row) || !unknown.includes(found.row.name);
  });
}

function clientsOf(written: Trial["written"]): Set<string> {
  return new Set([...leaves(written)].flatMap(({ step }) => participants(step)).filter((who) => !isServer(who)));
}

async function record(exercises: Exercise[], { target, params, signal }: Lessons, jobs: number): Promise<Recording[]> {
  const asked = exercises.length;
  const found: (Recording | string)[] = [];
  const worker = async (): Promise<void> => {
    for (let next = exercises.shift(); next !== undefined && !signal.aborted; next = exercises.shift()) {
      found.push(await rehearse(next.trial, target, params, next.written));
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  const recordings = found.flatMap((each) => (typeof each === "string" ? [] : [each]));
  const why = found.find((each) => typeof each === "string");
  if (recordings.length === 0 && asked > 0) throw new Misuse(`wirecheck: nothing could be played: ${why}`, 1);
  return recordings;
}

interface Checked {
  readonly yaml: string;
  readonly messages: ReadonlyMap<string, Learned>;
  readonly dialect: Dialect | null;
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
  last = false,
): Checked {
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
      messages: last ? withNone(seen, spec, lesson.encoding) : seen,
      ignored,
      console: new Map(lines),
      skip: config?.skip ?? [],
      ...(folder === base ? {} : { folder: relative(base, folder) }),
    });
    const read = readConfig(yaml, output, library(base));
    if ("spec" in read) return { yaml, messages: seen, dialect: read.dialect };
    const wrong = read
      .map((problem) => [nameAt(yaml, problem), problem] as const)
      .find(([key]) => seen.get(key)?.template);
    if (wrong === undefined)
      throw new Error(`what was learned cannot be written:\n${read.map(said).join("\n")}\n${yaml}`);
    seen.set(wrong[0], { template: null, remark: `not understood: ${wrong[1].message}` });
  }
}

/** What is not known is not guessed; only where all that was seen is the handout's own, the rest will be too. */
function withNone(
  messages: ReadonlyMap<string, Learned>,
  spec: Spec,
  encoding: Lesson["encoding"],
): ReadonlyMap<string, Learned> {
  const own = new Map(spec.messages.map(({ name, format }) => [name, JSON.stringify(templateOf(format))]));
  if ([...messages].every(([name, { template }]) => template === null || template === own.get(name))) return messages;
  return new Map(
    spec.messages.map((row) => {
      const learned = messages.get(row.name) ?? { template: null };
      if (learned.template !== null || (isCatchAll(row) && encoding === "text")) return [row.name, learned];
      return [row.name, { ...learned, template: '{ none: "it was not seen when the wire was learned" }' }];
    }),
  );
}

function isCatchAll({ format }: MessageFormat): boolean {
  return format.every((piece) => piece.kind === "hole");
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

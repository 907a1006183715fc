/** From what a pair says over TCP to a wirecheck.yaml with its messages. */
import { dirname, resolve } from "node:path";
import { readConfig } from "../config/read.ts";
import { type Learned, templateOf, writeConfig } from "../config/write.ts";
import type { Dialect } from "../dialect/dialect.ts";
import { rowOf } from "../dialect/rows.ts";
import { isServer, type MessageFormat, type Problem, type Spec } from "../language/spec.ts";
import { curriculum } from "../learning/curriculum.ts";
import { type Lesson, learn, learnMore, unsureOf } from "../learning/learn.ts";
import type { Recording } from "../learning/recording.ts";
import { Tap } from "../learning/tap.ts";
import { leaves } from "../projection/tree.ts";
import { type Trial, trials } from "../projection/trials.ts";
import { participants } from "../projection/vary.ts";
import { said } from "./handout.ts";
import type { Draft, Learnt } from "./learn.ts";
import { library } from "./library.ts";
import { type Exercise, type Lessons, notUnderstood, overheard, record } from "./rehearsals.ts";

export async function learnWire(lessons: Lessons, draft: Draft): Promise<Learnt> {
  const { spec } = lessons;
  const heard = await recordings(overheard(lessons, draft.dialect), lessons);
  const lesson = learn(heard, spec);
  const first = checked(lesson, spec, draft);
  if ([...first.messages.values()].every(({ template }) => template === null)) throw notUnderstood(heard.length);
  const asked = await recordings(questions(lessons, first), lessons);
  const more = learnMore({ ...lesson, messages: first.messages }, heard, asked, spec);
  const { yaml, messages } = checked(more, spec, draft, true);
  const unknown = [...messages].flatMap(([name, { template, remark }]) =>
    template === null ? [`${name}: ${remark}`] : [],
  );
  return { yaml, unknown, all: messages.size, what: "messages", played: heard.length + asked.length };
}

async function recordings(exercises: readonly Exercise[], lessons: Lessons): Promise<Recording[]> {
  const found = await record(exercises, lessons, (changed) => new Tap(changed));
  return found.map(({ tap, ...each }) => ({ ...each, chunks: tap.chunks }));
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

interface Checked {
  readonly yaml: string;
  readonly messages: ReadonlyMap<string, Learned>;
  readonly dialect: Dialect | null;
}

/** What would be an error in the file is not put into use. */
function checked(
  { messages, ignored, ...lesson }: Lesson,
  spec: Spec,
  { name, output, known }: Draft,
  last = false,
): Checked {
  const seen = new Map(messages);
  for (;;) {
    const told = last ? withNone(seen, spec, lesson.encoding) : seen;
    const yaml = writeConfig(name, spec, { ...known, ...lesson, messages: told, ignored });
    const read = readConfig(yaml, output, library(dirname(resolve(output))));
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

/** The message that a line of the file is about. */
function nameAt(yaml: string, { line }: Problem): string {
  return /^ {2}([\w.-]+):/.exec(yaml.split("\n")[line - 1] ?? "")?.[1] ?? "";
}

/** A name or path → the handout that it means. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Call, GrpcDialect } from "../execution/grpc/dialect.ts";
import { checkSpec } from "../language/check.ts";
import { parseHandout } from "../language/handout.ts";
import { suggestion } from "../language/nearest.ts";
import type { Problem, Spec } from "../language/spec.ts";
import { builtins, handoutOf } from "./builtin.ts";
import { Misuse } from "./misuse.ts";

export interface Handout {
  /** As it stands in a command line. */
  readonly name: string;
  readonly spec: Spec;
  readonly warnings: readonly Problem[];
}

/** @throws Misuse when there is none, or it has errors */
export function handout(name: string): Handout {
  const file = locate(name);
  const { spec, problems } = examine(file);
  const errors = problems.filter((problem) => problem.severity === "error");
  if (spec === null || errors.length > 0) throw unfit(name, errors);
  return { name, spec, warnings: problems };
}

/**
 * What a handout's messages and its `.proto` have against each other. gRPC is loaded for those that ask for it only.
 */
export async function protoProblems(spec: Spec, dialect: GrpcDialect | null = null): Promise<readonly Problem[]> {
  if (spec.transport !== "grpc") return [];
  return (await (await import("../execution/grpc/wire.ts")).wireOf(spec, dialect)).problems;
}

/** The calls of a handout over gRPC; none of others. */
export async function calls(spec: Spec): Promise<readonly Call[]> {
  return spec.transport === "grpc" ? (await import("../execution/grpc/wire.ts")).callsOf(spec) : [];
}

/** @throws Misuse when there are any, with their places in what says the dialect */
export async function checkProto({ name, spec }: Handout, dialect: GrpcDialect | null = null): Promise<void> {
  const problems = await protoProblems(spec, dialect);
  const [first] = problems;
  if (first === undefined) return;
  if (dialect === null || first.file === spec.file) throw unfit(name, problems);
  const remedy = `: ${first.file} has to be mended first`;
  const more = `; \`grpc\` in a wirecheck.yaml can say more (\`wirecheck init ${name}\` writes one)`;
  throw new Misuse([...problems.map(said), "", `nothing was run${first.line > 0 ? remedy : more}`].join("\n"));
}

function unfit(name: string, errors: readonly Problem[]): Misuse {
  return new Misuse([...errors.map(said), "", `${name} cannot be run until this is mended`].join("\n"));
}

/** Everything that is to say about a handout. */
export function examine(file: string): { readonly spec: Spec | null; readonly problems: readonly Problem[] } {
  const shown = relative(process.cwd(), file);
  const parsed = parseHandout(readFileSync(file, "utf8"), shown.startsWith("..") ? file : shown);
  if (parsed.spec === null) return parsed;
  return { spec: parsed.spec, problems: [...parsed.problems, ...checkSpec(parsed.spec)] };
}

export function said(problem: Problem): string {
  const mark = problem.severity === "warning" ? "warning: " : "";
  const place = problem.line === 0 ? "" : `:${problem.line}:${problem.column}`;
  return `${problem.file}${place}: ${mark}${problem.message}`;
}

/** @throws Misuse when there is none */
export function locate(name: string): string {
  if (/^[\w-]+$/.test(name) && existsSync(handoutOf(name))) return handoutOf(name);
  const path = existsSync(name) && statSync(name).isDirectory() ? join(name, "README.md") : name;
  if (existsSync(path)) return path;
  if (/[./]/.test(name)) throw new Misuse(`wirecheck: there is no file ${path}`);
  throw new Misuse(
    `wirecheck: there is no handout ${name}${suggestion(name, builtins())}; \`wirecheck list\` shows the built-in ones`,
  );
}

/**
 * A scenario in a file of its own ⇄ the scenario and what is needed to play it again. The file is a Mermaid diagram;
 * what is needed stands in comments before it, as YAML.
 */
import { parse, stringify } from "yaml";
import { parseScenario } from "../language/diagram.ts";
import { printScenario } from "../language/print.ts";
import type { Problem, Scenario } from "../language/spec.ts";

/** What a saved scenario says of itself. */
export interface Origin {
  /** The handout, as it was named on the command line. */
  readonly spec?: string;
  /** The rule that it broke. */
  readonly rule?: string;
  readonly role?: "server" | "client";
  readonly seed?: number;
  readonly server?: string;
  readonly client?: string;
  readonly connect?: string;
  /** Commands of programs that are neither server nor client. */
  readonly program?: Readonly<Record<string, string>>;
  /** The configuration, the dialect and the `.proto` that were named, as on the command line. */
  readonly config?: string;
  readonly dialect?: string;
  readonly proto?: string;
  readonly params?: Readonly<Record<string, string>>;
  /** Nothing was done before the program was done with what was done before. */
  readonly steady?: boolean;
  /** What was called at the same time (JSON), where it is the order of the calls that is judged. */
  readonly calls?: string;
}

const KEYS: Readonly<Record<keyof Origin, "string" | "number" | "boolean" | "object">> = {
  spec: "string",
  rule: "string",
  role: "string",
  seed: "number",
  server: "string",
  client: "string",
  connect: "string",
  program: "object",
  config: "string",
  dialect: "string",
  proto: "string",
  params: "object",
  steady: "boolean",
  calls: "string",
};

export function printSaved(scenario: Scenario, origin: Origin): string {
  const head = Object.keys(origin).length === 0 ? [] : stringify(origin, { lineWidth: 0 }).trimEnd().split("\n");
  return [...head.map((line) => `%% ${line}`), printScenario(scenario)].join("\n");
}

/** Any diagram will do; one without such comments says nothing of itself. */
export function parseSaved(
  source: string,
  file: string,
): { readonly scenario: Scenario; readonly origin: Origin } | { readonly problems: readonly Problem[] } {
  const scenario = parseScenario(source, file);
  return "problems" in scenario ? scenario : { scenario, origin: originOf(source) };
}

function originOf(source: string): Origin {
  const [, head = ""] = /^((?:%% [^\n]*\n)*)/.exec(source.replaceAll("\r\n", "\n")) ?? [];
  let value: unknown;
  try {
    value = parse(head.replace(/^%% /gm, ""), { logLevel: "silent" });
  } catch {
    // An ordinary comment.
    return {};
  }
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, each]) => Object.hasOwn(KEYS, key) && typeof each === KEYS[key as keyof Origin],
    ),
  );
}

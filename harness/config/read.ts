/** `wirecheck.yaml` → what it says, or all that is wrong with it. The handout that it names is read by the caller. */

import { suggestion } from "../language/nearest.ts";
import { rulesOf } from "../language/only.ts";
import { error, inOrder } from "../language/problem.ts";
import type { Problem, Spec } from "../language/spec.ts";
import { type Entry, entries, type Source, string, valuePlace } from "../language/yaml-places.ts";
import type { Config, Skip } from "./config.ts";
import { dialectKeys, readDialect } from "./dialect.ts";
import { type Document, readDocument } from "./document.ts";
import { readGrpc } from "./grpc.ts";

const ownKeys = [
  "spec",
  "server",
  "client",
  "args",
  "params",
  "dialect",
  "grpc",
  "skip",
  "deadline",
  "folder",
  "build",
];

/** Finds the handout and a known dialect by the names that are written in the file; a string says what is wrong. */
export interface Library {
  readonly spec: (name: string) => Spec | string;
  readonly dialect: (name: string, spec: Spec) => readonly Problem[] | NonNullable<Config["dialect"]> | string;
}

export function readConfig(yaml: string, file: string, library: Library): Config | readonly Problem[] {
  const document = readDocument(yaml, file, [...ownKeys, ...dialectKeys]);
  const { source } = document;
  const config = source.problems.length > 0 && document.found.size === 0 ? null : read(document, library);
  return config === null || source.problems.length > 0 ? inOrder(source.problems) : config;
}

function read({ source, top, found }: Document, library: Library): Config | null {
  const text = (key: string): string | null => {
    const entry = found.get(key);
    return entry ? string(source, entry) : null;
  };
  const named = found.get("spec");
  if (named === undefined) {
    source.problems.push(error(top, "there is no `spec`: expected a handout's name or path"));
    return null;
  }
  const name = string(source, named);
  const spec = name === null ? null : library.spec(name);
  if (name === null || spec === null) return null;
  if (typeof spec === "string") {
    source.problems.push(error(valuePlace(source, named), spec));
    return null;
  }
  const grpc = readGrpc(found.get("grpc"), source, spec);
  return {
    spec: name,
    server: text("server"),
    client: text("client"),
    args: readArgs(found.get("args"), source),
    params: readParams(found.get("params"), source, spec),
    dialect: withMissing(ownOrKnown(found, source, spec, library), grpc?.missing ?? {}, source.file),
    grpc,
    skip: readSkip(found.get("skip"), source, spec),
    deadline: readDeadline(found.get("deadline"), source),
    folder: text("folder"),
    build: text("build"),
  };
}

function readArgs(entry: Entry | undefined, source: Source): Config["args"] {
  if (entry === undefined) return { server: null, client: null };
  const found = entries(source, entry.value, valuePlace(source, entry), ["server", "client"]);
  const [server, client] = [found.get("server"), found.get("client")];
  return { server: server ? string(source, server) : null, client: client ? string(source, client) : null };
}

function readParams(entry: Entry | undefined, source: Source, spec: Spec): Config["params"] {
  if (entry === undefined) return {};
  const found = entries(source, entry.value, valuePlace(source, entry), Object.keys(spec.params));
  return Object.fromEntries([...found].map(([key, each]) => [key, string(source, each) ?? ""]));
}

function readSkip(entry: Entry | undefined, source: Source, spec: Spec): Skip[] {
  if (entry === undefined) return [];
  return [...entries(source, entry.value, valuePlace(source, entry), null).values()].flatMap((each) => {
    if (rulesOf(spec, each.key).length === 0) {
      const groups = spec.rules.map(({ id }) => id.replace(/-\d+$/, ""));
      const known = /\d$/.test(each.key) ? spec.rules.map(({ id }) => id) : groups;
      source.problems.push(
        error(each.place, `no rule of \`${spec.protocol}\` is called \`${each.key}\`${near(each.key, known)}`),
      );
      return [];
    }
    const reason = string(source, each);
    if (reason?.trim() === "") source.problems.push(error(valuePlace(source, each), "say why it is left out"));
    return reason === null ? [] : [{ pattern: each.key, reason }];
  });
}

/** Many rules are no help to choose from. */
function near(name: string, known: readonly string[]): string {
  const said = suggestion(name, known);
  return said.startsWith(": did") ? said : "";
}

function readDeadline(entry: Entry | undefined, source: Source): number | null {
  const text = entry ? string(source, entry) : null;
  if (entry === undefined || text === null) return null;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  source.problems.push(
    error(valuePlace(source, entry), `\`${text}\` is no deadline: expected milliseconds, such as 2000`),
  );
  return null;
}

function ownOrKnown(
  found: ReadonlyMap<string, Entry>,
  source: Source,
  spec: Spec,
  library: Library,
): Config["dialect"] {
  const entry = found.get("dialect");
  const own = readDialect(source.file, found, source, spec);
  if (entry === undefined) return own;
  const name = string(source, entry);
  if (own !== null) {
    source.problems.push(error(entry.place, "`dialect` names a known one, so nothing else here may be about the wire"));
    return null;
  }
  const known = name === null ? null : library.dialect(name, spec);
  if (typeof known === "string") source.problems.push(error(valuePlace(source, entry), known));
  else if (known !== null && !("messages" in known)) source.problems.push(...known);
  else return known;
  return null;
}

/** Calls that the programs' service does not have are messages that their wire does not have. */
function withMissing(
  dialect: Config["dialect"],
  missing: Readonly<Record<string, string>>,
  name: string,
): Config["dialect"] {
  if (Object.keys(missing).length === 0) return dialect;
  const messages = new Map(Object.entries(missing).map(([call, none]) => [call, { none }]));
  const own = { name, framing: null, encoding: "text", console: new Map(), ignored: [] } as const;
  return { ...own, ...dialect, messages };
}

/** A file of a known dialect, `dialects/NAME.yaml` beside its handout. */
export function readKnownDialect(
  yaml: string,
  file: string,
  name: string,
  spec: Spec,
): NonNullable<Config["dialect"]> | readonly Problem[] {
  const { source, top, found } = readDocument(yaml, file, dialectKeys);
  const dialect = source.problems.length > 0 ? null : readDialect(name, found, source, spec);
  if (dialect === null && source.problems.length === 0)
    source.problems.push(
      error(top, `a dialect has at least one of ${dialectKeys.map((key) => `\`${key}\``).join(", ")}`),
    );
  return dialect === null || source.problems.length > 0 ? inOrder(source.problems) : dialect;
}

/** The YAML between the `---` lines at the top of a handout → the settings of its protocol. */

import { isMap, LineCounter, parseDocument } from "yaml";
import { nameTrouble } from "./names.ts";
import { error } from "./problem.ts";
import { readFraming } from "./read-framing.ts";
import {
  type Fence,
  type Framing,
  isClient,
  type Place,
  type Problem,
  type ProgramFormat,
  type ServerFormat,
  type Spec,
  type Text,
} from "./spec.ts";
import { isProblem, parseFormat } from "./text.ts";
import { type Entry, entries, oneOf, placeOf, type Source, string, strings, valuePlace } from "./yaml-places.ts";

export type FrontMatter = Pick<
  Spec,
  | "protocol"
  | "title"
  | "params"
  | "transport"
  | "proto"
  | "framing"
  | "server"
  | "client"
  | "programs"
  | "fence"
  | "stream"
  | "case"
  | "wire"
>;

const keys = [
  ...["protocol", "title", "params", "transport", "proto", "framing"],
  ...["server", "client", "programs", "fence", "stream", "case", "wire"],
];
/** What is filled in by the harness itself, and so can be no parameter. */
const given: readonly string[] = ["port", "ports", "host", "name", "dir", "servers"];

/** Whether the harness fills this in: `{port2}` and `{server2}` are those of the participant `server2`. */
export function isGiven(name: string): boolean {
  return given.includes(name) || /^(?:port|server)\d*$/.test(name);
}

export interface Split {
  readonly yaml: string | null;
  /** The handout with empty lines where the front matter was, so that lines keep their numbers. */
  readonly markdown: string;
}

/** Takes the front matter off a handout. */
export function splitFrontMatter(handout: string): Split {
  const found = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m.exec(handout);
  if (found?.index !== 0) return { yaml: null, markdown: handout };
  return { yaml: found[1]!, markdown: found[0].replace(/[^\n]/g, "") + handout.slice(found[0].length) };
}

/** Reads the front matter. What is wrong or missing has its default, and is a problem. */
export function parseFrontMatter(yaml: string, file: string): FrontMatter & { readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const source: Source = { file, lines, before: 1, problems: [] };
  const top: Place = { file, line: 1, column: 1 };
  for (const { pos, message } of document.errors)
    source.problems.push(error(placeOf(source, pos[0]), `bad YAML: ${message}`));
  const found = source.problems.length > 0 ? new Map<string, Entry>() : entries(source, document.contents, top, keys);
  const get = <T>(key: string, read: (entry: Entry) => T | null, otherwise: T): T => {
    const entry = found.get(key);
    return entry ? (read(entry) ?? otherwise) : otherwise;
  };
  if (source.problems.length === 0 && !found.has("protocol"))
    source.problems.push(error(top, "the front matter has no `protocol`"));
  const transport = get("transport", (entry) => oneOf(source, entry, ["tcp", "grpc"] as const), "tcp");
  if (transport === "grpc" && !found.has("proto"))
    source.problems.push(error(top, "the front matter has no `proto`, the file that says what gRPC sends"));
  // gRPC writes the length before each message by itself.
  const framing: Framing = transport === "grpc" ? "length" : "none";
  const protocol = get("protocol", (entry) => readProtocol(source, entry), "");
  return {
    protocol,
    title: get("title", (entry) => string(source, entry), protocol),
    params: get("params", (entry) => readParams(source, entry), {}),
    transport,
    proto: get<string | null>("proto", (entry) => string(source, entry), null),
    framing: get("framing", (entry) => readFraming(source, entry), { client: framing, server: framing }),
    server: get("server", (entry) => readServer(source, entry), { args: "", sends: [], serves: "one" }),
    client: get("client", (entry) => readClient(source, entry), { args: "", sends: [] }),
    wire: get("wire", (entry) => oneOf(source, entry, ["fixed", "open"] as const), "fixed"),
    programs: get("programs", (entry) => readPrograms(source, entry), {}),
    fence: get<Fence | null>("fence", (entry) => readFence(source, entry), null),
    case: get("case", (entry) => oneOf(source, entry, ["exact", "any"] as const), "exact"),
    stream: get<string | null>("stream", (entry) => string(source, entry), null),
    problems: source.problems,
  };
}

function readProtocol(source: Source, entry: Entry): string | null {
  const word = string(source, entry);
  if (word === null || /^[A-Za-z][A-Za-z0-9]*$/.test(word)) return word;
  source.problems.push(
    error(valuePlace(source, entry), `\`${word}\` is no protocol: expected one word of letters and digits`),
  );
  return null;
}

function readParams(source: Source, entry: Entry): Readonly<Record<string, string>> {
  const params: [string, string][] = [];
  for (const param of entries(source, entry.value, valuePlace(source, entry), null).values()) {
    const value = string(source, param);
    if (!/^[A-Za-z]\w*$/.test(param.key)) {
      source.problems.push(error(param.place, `\`${param.key}\` is no parameter's name: expected a word`));
    } else if (isGiven(param.key)) {
      source.problems.push(
        error(param.place, `\`${param.key}\` is filled in by wirecheck: call the parameter otherwise`),
      );
    } else if (value !== null) params.push([param.key, value]);
  }
  return Object.fromEntries(params);
}

function readServer(source: Source, entry: Entry): ServerFormat {
  const found = entries(source, entry.value, valuePlace(source, entry), ["args", "sends", "serves"]);
  const serves = found.get("serves");
  return { ...program(source, found), serves: (serves && oneOf(source, serves, ["one", "many"] as const)) ?? "one" };
}

function readClient(source: Source, entry: Entry): ProgramFormat {
  return program(source, entries(source, entry.value, valuePlace(source, entry), ["args", "sends"]));
}

function readPrograms(source: Source, entry: Entry): Readonly<Record<string, ProgramFormat>> {
  const found = [...entries(source, entry.value, valuePlace(source, entry), null).values()];
  for (const { key, place } of found) {
    const trouble = isClient(key) ? nameTrouble(key) : `\`${key}\` is the name of another kind of participant`;
    if (trouble) source.problems.push(error(place, trouble));
  }
  return Object.fromEntries(found.map((each) => [each.key, readClient(source, each)]));
}

function program(source: Source, found: ReadonlyMap<string, Entry>): ProgramFormat {
  const [args, sends] = [found.get("args"), found.get("sends")];
  return { args: (args && string(source, args)) ?? "", sends: sends ? strings(source, sends) : [] };
}

function readFence(source: Source, entry: Entry): Fence | null {
  const found = entries(source, entry.value, valuePlace(source, entry), ["ask", "reply", "prints", "after"]);
  const text = (key: string): Text | null => {
    const part = found.get(key);
    const words = part ? string(source, part) : null;
    if (!part || words === null) return null;
    const read = parseFormat(words, valuePlace(source, part));
    if (!isProblem(read)) return read;
    source.problems.push(read);
    return null;
  };
  const [ask, reply, after] = [text("ask"), text("reply"), found.get("after")];
  for (const key of ["ask", "reply"]) {
    if (isMap(entry.value) && !found.has(key)) source.problems.push(error(entry.place, `the fence has no \`${key}\``));
  }
  return ask && reply && { ask, reply, prints: text("prints"), after: after ? string(source, after) : null };
}

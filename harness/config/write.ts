/** A handout → a `wirecheck.yaml` with all that can be said in one, ready to be edited. */
import { basename } from "node:path";
import { lineKey } from "../dialect/dialect.ts";
import type { Call, GrpcDialect } from "../execution/grpc/dialect.ts";
import { printFormat } from "../language/quote.ts";
import type { Spec, Text } from "../language/spec.ts";
import type { Config, Skip } from "./config.ts";
import { writeGrpc } from "./write-grpc.ts";

/** What is known already is written plainly, everything else as a comment that shows how. */
export interface Known {
  readonly server?: string | null;
  readonly client?: string | null;
  readonly folder?: string;
  readonly args?: Config["args"];
  readonly params?: Config["params"];
  readonly deadline?: number | null;
  readonly build?: string | null;
  readonly framing?: Spec["framing"];
  readonly encoding?: "text" | "json";
  /** Templates by the messages' names, and what to say about one. */
  readonly messages?: ReadonlyMap<string, Learned>;
  readonly ignored?: readonly string[];
  /** Templates of lines, by `lineKey`. */
  readonly console?: ReadonlyMap<string, string>;
  readonly skip?: readonly Skip[];
  /** Over gRPC: the handout's calls. */
  readonly calls?: readonly Call[];
  /** The programs' own service, and what to say about it. */
  readonly grpc?: GrpcDialect;
  readonly remarks?: readonly string[];
}

export interface Learned {
  /** As it stands in YAML. Null: nothing is known. */
  readonly template: string | null;
  readonly remark?: string;
}

/** @param name as it is to stand in the file */
export function writeConfig(name: string, spec: Spec, known: Known = {}): string {
  return `${[
    "# What wirecheck runs, and how your programs say what the handout says. Take the # away from what you want to change.",
    `spec: ${name}`,
    "",
    "# Paths start where this file is. {port} {host} {name} and the handout's parameters are filled in.",
    line("server", known.server ?? null, "python3 server.py"),
    line("client", known.client ?? null, "python3 client.py"),
    args(spec, known.args ?? { server: null, client: null }),
    line("folder", known.folder ?? null, "."),
    line("build", known.build ?? null, "make"),
    ...params(spec, known.params ?? {}),
    known.deadline ? `deadline: ${known.deadline}` : "# deadline: 2000",
    "",
    "# Rules or groups of rules that are not to be judged, and why. Every report shows them.",
    ...skipped(known.skip ?? [], spec),
    ...(spec.transport === "grpc"
      ? writeGrpc(known.calls ?? [], basename(spec.proto ?? ""), known.grpc ?? null, known.remarks)
      : wire(spec, known)),
    ...screens(spec, known),
    "",
  ].join("\n")}`;
}

function skipped(skip: readonly Skip[], spec: Spec): string[] {
  if (skip.length > 0) return ["skip:", ...skip.map(({ pattern, reason }) => `  ${pattern}: ${quoted(reason)}`)];
  return ["# skip:", `#   ${spec.rules.at(-1)?.id ?? `${spec.protocol.toUpperCase()}-A-1`}: we ran out of time`];
}

function wire(spec: Spec, known: Known): string[] {
  const own = known.framing ?? spec.framing;
  const { client, server } = own;
  const framing = client === server ? client : `{ client: ${client}, server: ${server} }`;
  const some = [...(known.messages?.values() ?? [])].some(({ template }) => template !== null);
  const rows = spec.messages.flatMap(({ name, format }) => {
    const learned = known.messages?.get(name);
    const mark = some ? "  # " : "#   ";
    const remark = learned?.remark === undefined ? [] : [`${mark}${name}: ${learned.remark}`];
    if (learned?.template) return [...remark, `  ${name}: ${learned.template}`];
    return [...remark, `${mark}${name}: ${quoted(templateOf(format))}`];
  });
  return [
    "",
    "# How the end of a message is found: none, line, length (four bytes) or header-64 (digits in 64 bytes).",
    known.framing === undefined ? `# framing: ${framing}` : `framing: ${framing}`,
    "# Messages as JSON: templates are maps then.",
    known.encoding === "json" ? "encoding: json" : "# encoding: json",
    "# What your programs send that means nothing, such as a banner.",
    known.ignored?.length ? `ignore: ${JSON.stringify(known.ignored)}` : '# ignore: ["~~~*"]',
    "# Your words for the handout's messages. {names...} is a counted list, {names*} a plain one, {names*|, } one with commas;",
    '# * is anything, [[…]] may be missing; ["a", "b"] are alternatives, { none: REASON } is what you do not have.',
    some ? "messages:" : "# messages:",
    ...rows,
  ];
}

function screens(spec: Spec, { console }: Known): string[] {
  const mark = console?.size ? "" : "# ";
  const groups = (["server", "client"] as const).flatMap((who) =>
    (["prints", "types"] as const).map((does) => ({
      title: `${who} ${does}`,
      key: (line: string) => lineKey(who, does, line),
      rows: spec.console.filter((row) => row.who === who && row.does === does),
    })),
  );
  const lines = groups.flatMap(({ title, key, rows }) =>
    rows.length === 0
      ? []
      : [
          `${rows.some((row) => console?.has(key(printFormat(row.formats[0]!)))) ? "" : "# "}  ${title}:`,
          ...rows.map(({ formats }) => {
            const own = console?.get(key(printFormat(formats[0]!)));
            return `${own === undefined ? "# " : ""}    ${quoted(printFormat(formats[0]!))}: ${own ?? quoted(templateOf(formats[0]!))}`;
          }),
        ],
  );
  return lines.length === 0
    ? []
    : ["", "# Lines on your screens and keyboards that differ from the handout's.", `${mark}console:`, ...lines];
}

function line(key: string, value: string | null, example: string): string {
  return value === null ? `# ${key}: ${example}` : `${key}: ${quoted(value)}`;
}

/** Those that are not given are the handout's own. */
function args(spec: Spec, given: Config["args"]): string {
  const { server, client } = given;
  const mark = server === null && client === null ? "# " : "";
  return `${mark}args: { server: ${quoted(server ?? spec.server.args)}, client: ${quoted(client ?? spec.client.args)} }`;
}

function params(spec: Spec, given: Config["params"]): string[] {
  if (Object.keys(spec.params).length === 0) return [];
  const isOwn = Object.keys(given).length === 0;
  return [`${isOwn ? "# " : ""}params: { ${pairs(isOwn ? spec.params : given)} }`];
}

function pairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${/^\d+$/.test(value) ? value : quoted(value)}`)
    .join(", ");
}

/** The handout's format as a template. */
export function templateOf(format: Text): string {
  return printFormat(
    format.map((piece) => (piece.kind === "literal" ? { kind: "literal", text: escapeTemplate(piece.text) } : piece)),
  );
}

/** A literal text as it stands in a template. */
export function escapeTemplate(text: string): string {
  return text.replace(/[\\*{]|\[(?=\[)/g, "\\$&");
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A handout → a `wirecheck.yaml` with all that can be said in one, ready to be edited. */
import { printFormat } from "../language/quote.ts";
import type { Spec, Text } from "../language/spec.ts";

/** What is known already is written plainly, everything else as a comment that shows how. */
export interface Known {
  readonly server?: string | null;
  readonly client?: string | null;
  readonly framing?: Spec["framing"];
  /** Templates by the messages' names, and what to say about one. */
  readonly messages?: ReadonlyMap<string, Learned>;
}

export interface Learned {
  /** Null: nothing is known. */
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
    `# args: { server: ${quoted(spec.server.args)}, client: ${quoted(spec.client.args)} }`,
    "# folder: .",
    "# build: make",
    ...(Object.keys(spec.params).length > 0 ? [`# params: { ${pairs(spec.params)} }`] : []),
    "# deadline: 2000",
    "",
    "# Rules or groups of rules that are not to be judged, and why. Every report shows them.",
    "# skip:",
    `#   ${spec.rules.at(-1)?.id ?? `${spec.protocol.toUpperCase()}-A-1`}: we ran out of time`,
    ...(spec.transport === "grpc" ? [] : wire(spec, known)),
    ...screens(spec),
    "",
  ].join("\n")}`;
}

function wire(spec: Spec, known: Known): string[] {
  const own = known.framing ?? spec.framing;
  const { client, server } = own;
  const framing = client === server ? client : `{ client: ${client}, server: ${server} }`;
  const rows = spec.messages.flatMap(({ name, format }) => {
    const learned = known.messages?.get(name);
    const remark = learned?.remark === undefined ? [] : [`  # ${learned.remark}`];
    if (learned?.template) return [...remark, `  ${name}: ${quoted(learned.template)}`];
    return [...remark, `${known.messages ? "  # " : "#   "}${name}: ${quoted(templateOf(format))}`];
  });
  return [
    "",
    "# How the end of a message is found: none, line, length (four bytes) or header-64 (digits in 64 bytes).",
    known.framing === undefined ? `# framing: ${framing}` : `framing: ${framing}`,
    "# Messages as JSON: templates are maps then.",
    "# encoding: json",
    "# What your programs send that means nothing, such as a banner.",
    '# ignore: ["~~~*"]',
    "# Your words for the handout's messages. {names...} is a counted list, {names*} a plain one, {names*|, } one with commas;",
    '# * is anything, [[…]] may be missing; ["a", "b"] are alternatives, { none: REASON } is what you do not have.',
    known.messages ? "messages:" : "# messages:",
    ...rows,
  ];
}

function screens(spec: Spec): string[] {
  const groups = (["server", "client"] as const).flatMap((who) =>
    (["prints", "types"] as const).map((does) => ({
      title: `${who} ${does}`,
      rows: spec.console.filter((row) => row.who === who && row.does === does),
    })),
  );
  const lines = groups.flatMap(({ title, rows }) =>
    rows.length === 0
      ? []
      : [
          `#   ${title}:`,
          ...rows.map(({ formats }) => `#     ${quoted(printFormat(formats[0]!))}: ${quoted(templateOf(formats[0]!))}`),
        ],
  );
  return lines.length === 0
    ? []
    : ["", "# Lines on your screens and keyboards that differ from the handout's.", "# console:", ...lines];
}

function line(key: string, value: string | null, example: string): string {
  return value === null ? `# ${key}: ${example}` : `${key}: ${quoted(value)}`;
}

function pairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ");
}

/** The handout's format as a template. */
function templateOf(format: Text): string {
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

/** A service of the programs' own → the lines that say it, with all names of the handout ready to be edited. */
import type { Call, GrpcDialect } from "../execution/grpc/dialect.ts";

/** @param known what is known of their service; what is not is a comment, after what there is to say about it */
export function writeGrpc(
  calls: readonly Call[],
  proto: string,
  known: GrpcDialect | null,
  remarks: readonly string[] = [],
): string[] {
  const mark = known === null ? "# " : "";
  const { empty, missing = {} } = known ?? {};
  const own = {
    methods: {
      ...plain(known?.methods),
      ...Object.fromEntries(Object.entries(missing).map(([name, why]) => [name, `{ none: ${JSON.stringify(why)} }`])),
    },
    fields: plain(known?.fields),
  };
  const names = (key: "methods" | "fields", all: readonly string[]): string[] => {
    const some = all.some((name) => name in own[key]);
    return [
      `${some ? "" : "# "}  ${key}:`,
      ...all.map((name) =>
        name in own[key] ? `    ${name}: ${own[key][name]}` : `#     ${name}: ${name.replace(/^.*\./, "")}`,
      ),
    ];
  };
  const [how, what] = empty?.text === undefined ? ["status", empty?.status] : ["text", JSON.stringify(empty.text)];
  return [
    "",
    "# A service of your own: its .proto (or reflection, where your server can be asked), and your names for the handout's",
    "# calls and fields. What is called alike, or is the only one of its type, is found without; { none: REASON } is a call",
    "# that you do not have.",
    ...remarks.map((remark) => `# ${remark}`),
    `${mark}grpc:`,
    `${mark}  proto: ${scalar(known?.proto ?? proto)}`,
    ...names(
      "methods",
      calls.map(({ name }) => name),
    ),
    ...names(
      "fields",
      calls.flatMap(({ name, fields }) => fields.map((field) => `${name}.${field}`)),
    ),
    "# What your server answers when it has nothing: { status: NOT_FOUND } or { text: None }.",
    empty === undefined ? "#   empty: { status: NOT_FOUND }" : `  empty: { ${how}: ${what} }`,
  ];
}

function plain(names: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([own, theirs]) => [own, scalar(theirs)]));
}

/** In quotes where YAML would take it for something else than a word. */
function scalar(text: string): string {
  return /^[A-Za-z_./][\w./-]*$/.test(text) && !/^null$/i.test(text) ? text : JSON.stringify(text);
}

/**
 * Which rpc each row of `## Messages` stands for. A client's row is named after its rpc (`Put`), a server's after the
 * rpc that it answers (`Put.reply`, and as many more as there are kinds of answers); a server's row that names no rpc
 * stands for errors.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { error, inOrder } from "../../language/problem.ts";
import type { MessageFormat, Problem, Spec, Text } from "../../language/spec.ts";
import { adapt, type Call, callOf, type GrpcDialect } from "./dialect.ts";
import { type Codec, loadMethods, type Method } from "./proto.ts";
import { fieldOf } from "./values.ts";

export interface Wire {
  readonly methods: readonly Method[];
  /** In the handout's order: the first that fits is it. */
  readonly requests: readonly { readonly method: Method; readonly format: Text }[];
  readonly replies: readonly { readonly method: Method; readonly format: Text }[];
  readonly errors: readonly Text[];
}

export interface Loaded {
  readonly wire: Wire;
  readonly problems: readonly Problem[];
}

const known = new Map<Spec["messages"], Map<string, Promise<Loaded>>>();

/** A handout's wire, or how programs say the same in a service of their own; what does not fit is a problem. */
export function wireOf(spec: Spec, dialect: GrpcDialect | null = null): Promise<Loaded> {
  const all = known.get(spec.messages) ?? new Map<string, Promise<Loaded>>();
  known.set(spec.messages, all);
  const key = JSON.stringify(dialect);
  const found = all.get(key) ?? (dialect === null ? read(spec) : readDialect(spec, dialect));
  all.set(key, found);
  return found;
}

/** The handout's calls that its messages are about. */
export async function callsOf(spec: Spec): Promise<readonly Call[]> {
  return used((await wireOf(spec)).wire).map(callOf);
}

/** Those of its methods that the handout's messages are about. */
export function used({ methods, requests }: Wire): Method[] {
  return methods.filter((method) => requests.some((row) => row.method === method));
}

async function readDialect(spec: Spec, dialect: GrpcDialect): Promise<Loaded> {
  const { wire, problems } = await wireOf(spec);
  if (problems.length > 0) return { wire, problems };
  const { places = {}, called = dialect.proto } = dialect;
  const top = places["proto"] ?? { file: called, line: 1, column: 1 };
  const bad = (why: string): Loaded => ({ wire, problems: [error(top, why)] });
  if (!existsSync(dialect.proto)) return bad(`there is no file ${dialect.proto}`);
  try {
    const adapted = adapt(used(wire), await loadMethods(dialect.proto), dialect);
    const found = inOrder(adapted.problems.map(({ about, why }) => error(places[about] ?? top, why)));
    if (found.length > 0) return { wire, problems: found };
    const sayable = spec.messages.filter(({ name }) => !(callIn(name) in (dialect.missing ?? {})));
    return arrange(adapted.methods, { ...spec, messages: sayable });
  } catch (failure) {
    return bad(`${dialect.proto} cannot be read: ${failure instanceof Error ? failure.message : String(failure)}`);
  }
}

async function read(spec: Spec): Promise<Loaded> {
  const file = join(dirname(spec.file), spec.proto ?? "");
  const top = { file: spec.file, line: 1, column: 1 };
  const nothing: Wire = { methods: [], requests: [], replies: [], errors: [] };
  if (!existsSync(file)) return { wire: nothing, problems: [error(top, `there is no file ${file}`)] };
  try {
    return arrange(await loadMethods(file), spec);
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    return { wire: nothing, problems: [error(top, `${file} cannot be read: ${why}`)] };
  }
}

function arrange(methods: readonly Method[], spec: Spec): Loaded {
  const problems: Problem[] = [];
  const requests: { method: Method; format: Text }[] = [];
  const replies: { method: Method; format: Text }[] = [];
  const errors: Text[] = [];
  for (const row of spec.messages) {
    const method = methods.find(({ name }) => name === callIn(row.name));
    if (method === undefined) {
      const names = methods.map(({ name }) => name).join(", ");
      if (row.sender === "server") errors.push(row.format);
      else problems.push(error(row.place, `${spec.proto} has no rpc \`${row.name}\`: expected one of ${names}`));
      continue;
    }
    if (!method.unary)
      problems.push(error(row.place, `the rpc \`${method.name}\` streams, which cannot be played yet`));
    problems.push(...unknownFields(row, row.sender === "client" ? method.request : method.reply));
    (row.sender === "client" ? requests : replies).push({ method, format: row.format });
  }
  return { wire: { methods, requests, replies, errors }, problems };
}

/** The call that a row is, or answers. */
function callIn(name: string): string {
  return name.split(".")[0]!;
}

function unknownFields(row: MessageFormat, codec: Codec): Problem[] {
  const names = codec.fields.map(({ name }) => `\`${name}\``).join(", ") || "no fields";
  return row.format.flatMap((piece) => {
    if (piece.kind !== "hole" || fieldOf(piece.name, codec) !== null) return [];
    return [error(row.place, `the hole {${piece.name}} is no field of \`${row.name}\`, which has ${names}`)];
  });
}

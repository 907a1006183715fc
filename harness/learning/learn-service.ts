/** Calls of a pair → which of the handout's they are, field by field, and how its server says that there is nothing. Pure. */
import { converted, type GrpcDialect } from "../execution/grpc/dialect.ts";
import { STATUSES } from "../execution/grpc/frames.ts";
import type { Codec, Fields, Method } from "../execution/grpc/proto.ts";
import { parse } from "../execution/grpc/values.ts";
import type { Wire } from "../execution/grpc/wire.ts";
import { literal } from "../projection/texts.ts";
import type { TappedCall } from "./call-tap.ts";
import type { Spoken } from "./recording.ts";

/** What a pair called while its users typed what a scenario says. */
export interface Conversation {
  readonly spoken: readonly Spoken[];
  readonly calls: readonly TappedCall[];
  readonly names: ReadonlyMap<string, string>;
}

/** A call of the handout, with what was said, and the call that it was. */
interface Sample {
  readonly own: Method;
  readonly theirs: Method;
  /** Null: not told by the scenario. */
  readonly said: { readonly request: Fields | null; readonly reply: Fields | null };
  readonly seen: { readonly request: Fields | null; readonly reply: Fields | null; readonly status: number | null };
}

export function learnService(
  conversations: readonly Conversation[],
  wire: Wire,
  theirs: readonly Method[],
): Pick<GrpcDialect, "methods" | "fields" | "empty"> {
  const all = conversations.flatMap((each) => samplesOf(each, wire, theirs));
  const own = [...new Set(wire.requests.map(({ method }) => method))];
  const methods = new Map<string, string>();
  const fields = new Map<string, string>();
  const nothing: string[] = [];
  for (const method of own) {
    const name = mostly(all.filter((each) => each.own === method).map((each) => each.theirs.name));
    if (name === null) continue;
    methods.set(method.name, name);
    const samples = all.filter((each) => each.own === method && each.theirs.name === name);
    const found = { request: fieldsOf(samples, "request"), reply: fieldsOf(samples, "reply") };
    for (const each of [...found.request, ...found.reply]) fields.set(`${method.name}.${each[0]}`, each[1]);
    nothing.push(...samples.flatMap((sample) => nothingOf(sample, found.reply)));
  }
  const empty = mostly(nothing);
  return {
    methods: Object.fromEntries(methods),
    fields: Object.fromEntries(fields),
    ...(empty !== null && { empty: JSON.parse(empty) as NonNullable<GrpcDialect["empty"]> }),
  };
}

/** Each client's calls are in the order of the scenario; where some are missing, nobody knows which. */
function samplesOf({ spoken, calls, names }: Conversation, wire: Wire, theirs: readonly Method[]): Sample[] {
  return [...names.keys()].flatMap((client) => {
    const said = spoken.filter((each) => each.client === client);
    const asked = [...said.keys()].filter((at) => said[at]!.sender === "client");
    const made = calls.filter((each) => each.client === client);
    if (asked.length !== made.length) return [];
    return asked.flatMap((at, turn): Sample[] => {
      const { path, request, reply, status } = made[turn]!;
      const method = theirs.find((one) => one.path === path);
      const text = literal(said[at]!.text);
      for (const { method: own, format } of wire.requests) {
        const fields = text === null ? null : parse(text, format, own.request);
        if (fields === null || method === undefined) continue;
        const next = said[at + 1];
        const answer = next?.sender === "server" ? literal(next.text) : null;
        const seen = { request: read(method.request, request), reply: read(method.reply, reply), status };
        return [{ own, theirs: method, said: { request: fields, reply: answerOf(answer, own, wire) }, seen }];
      }
      return [];
    });
  });
}

function answerOf(text: string | null, own: Method, { replies }: Wire): Fields | null {
  if (text === null) return null;
  for (const { method, format } of replies) {
    const fields = method === own ? parse(text, format, own.reply) : null;
    if (fields !== null) return fields;
  }
  return null;
}

function read(codec: Codec, bytes: Buffer | null): Fields | null {
  try {
    return bytes && codec.decode(bytes);
  } catch {
    return null;
  }
}

/** The handout's fields and theirs that always held the same, where there is only one. */
function fieldsOf(samples: readonly Sample[], what: "request" | "reply"): Map<string, string> {
  const [first] = samples;
  const found = new Map<string, string>();
  for (const field of first?.own[what].fields ?? []) {
    const able = first!.theirs[what].fields.filter((other) => {
      const telling = samples.filter(({ said, seen }) => said[what]?.[field.name] !== undefined && seen[what] !== null);
      const alike = telling.filter(({ said, seen }) => {
        const value = seen[what]![other.name];
        return value !== undefined && String(converted(value, field)) === String(said[what]![field.name]);
      });
      // Once or twice a program may be wrong.
      return telling.length > 0 && alike.length * 4 >= telling.length * 3;
    });
    if (able.length === 1) found.set(field.name, able[0]!.name);
  }
  return found;
}

/** How this answer said that there is nothing, as JSON; none where a field tells it that is for nothing else. */
function nothingOf({ own, theirs, said, seen }: Sample, fields: ReadonlyMap<string, string>): string[] {
  const may = own.reply.fields.length > 0 && own.reply.fields.every(({ presence }) => presence);
  if (!may || said.reply === null || Object.values(said.reply).some((each) => each !== undefined)) return [];
  if (seen.status !== null && seen.status !== 0) return [JSON.stringify({ status: STATUSES[seen.status] })];
  const used = [...fields.values()];
  const field = theirs.reply.fields.find(({ name }) => used.includes(name));
  const hasFlag = theirs.reply.fields.some(({ name, type }) => type === "TYPE_BOOL" && !used.includes(name));
  const text = field && seen.reply?.[field.name];
  if (field === undefined || field.presence || hasFlag || typeof text !== "string") return [];
  return [JSON.stringify({ text })];
}

/** What stands there most often. */
function mostly(all: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/**
 * A service of one's own: the calls of another `.proto` stand for the handout's. Calls are found by their names, fields
 * by their names or, where there is only one of a kind, by their types; that there is nothing to answer with may be told
 * by a field that is not set, an empty text, a word such as `None`, a flag, or a status.
 */

import { nearest, suggestion } from "../../language/nearest.ts";
import type { Place } from "../../language/spec.ts";
import { STATUSES } from "./frames.ts";
import type { Codec, Field, Fields, Method } from "./proto.ts";

/** Instead of a path: the server is asked. */
export const REFLECTION = "reflection";

/** What cannot be found out, as the configuration says it. */
export interface GrpcDialect {
  /** The path of the `.proto`. */
  readonly proto: string;
  /** The handout's call → theirs, such as `{ Put: Enqueue }`. */
  readonly methods?: Readonly<Record<string, string>>;
  /** Calls of the handout that they do not have, and why: scenarios that need one do not apply. */
  readonly missing?: Readonly<Record<string, string>>;
  /** The handout's field → theirs, such as `{ Pop.item: value }`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** How a server says that there is nothing: this text, or this status, and nothing else. */
  readonly empty?: { readonly text?: string; readonly status?: string };
  /** What people know the `.proto` as, where it is no file of theirs. */
  readonly called?: string;
  /** Where a configuration says it: `proto`, `methods.Put`, `fields.Pop.item`. */
  readonly places?: Readonly<Record<string, Place>>;
}

/** Something that is wrong with a dialect. */
interface Trouble {
  /** A key of its places. */
  readonly about: string;
  readonly why: string;
}

export interface Adapted {
  readonly methods: readonly Method[];
  readonly problems: readonly Trouble[];
}

/** A call of the handout, and the names of all fields of its request and its reply. */
export interface Call {
  readonly name: string;
  readonly fields: readonly string[];
}

export function callOf({ name, request, reply }: Method): Call {
  return { name, fields: [...new Set([...request.fields, ...reply.fields].map((field) => field.name))] };
}

/** The handout's methods, as they are said in the other `.proto`. */
export function adapt(own: readonly Method[], theirs: readonly Method[], dialect: GrpcDialect): Adapted {
  const problems = misnamed(own.map(callOf), dialect);
  const { missing = {} } = dialect;
  const methods = own.flatMap((method): Method[] => {
    if (method.name in missing) return [];
    const found = findMethod(method.name, theirs, dialect);
    if (typeof found !== "string") return [adaptMethod(method, found, dialect, problems)];
    problems.push({ about: `methods.${method.name}`, why: found });
    return [];
  });
  return { methods, problems };
}

/** Names that are no calls and fields of the handout. */
function misnamed(calls: readonly Call[], { methods = {}, missing = {}, fields = {} }: GrpcDialect): Trouble[] {
  const unknown = (key: "methods" | "fields", what: string, names: readonly string[], used: object): Trouble[] =>
    Object.keys(used)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        about: `${key}.${name}`,
        why: `the handout has no ${what} \`${name}\`${suggestion(name, names)}`,
      }));
  const known = calls.flatMap((call) => call.fields.map((field) => `${call.name}.${field}`));
  const names = calls.map(({ name }) => name);
  return [
    ...unknown("methods", "call", names, { ...methods, ...missing }),
    ...unknown("fields", "field", known, fields),
  ];
}

function findMethod(
  name: string,
  theirs: readonly Method[],
  { methods = {}, proto: file, called: proto = file }: GrpcDialect,
): Method | string {
  const wanted = methods[name];
  if (wanted !== undefined) {
    const found = theirs.find((one) => one.name === wanted);
    return found ?? `${proto} has no rpc \`${wanted}\`${nearOrListed(wanted, theirs)}`;
  }
  const same = theirs.filter((one) => plain(one.name) === plain(name));
  const near = theirs.filter((one) => plain(one.name).includes(plain(name)));
  const [found, another] = same.length > 0 ? same : near;
  if (found !== undefined && another === undefined) return found;
  const which = another === undefined ? "has no rpc" : "has several rpcs";
  return `${proto} ${which} for \`${name}\`${listed(theirs)}`;
}

function listed(some: readonly { readonly name: string }[]): string {
  return `: it has ${some.map(({ name }) => `\`${name}\``).join(", ") || "none"}`;
}

function nearOrListed(wanted: string, some: readonly { readonly name: string }[]): string {
  const meant = nearest(
    wanted,
    some.map(({ name }) => name),
  );
  return meant === null ? listed(some) : `: did you mean \`${meant}\`?`;
}

/** Without case, and without the lines between words. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}

function adaptMethod(own: Method, theirs: Method, dialect: GrpcDialect, problems: Trouble[]): Method {
  const request = pairs(own.name, "request", own.request, theirs.request, dialect, problems);
  const reply = pairs(own.name, "reply", own.reply, theirs.reply, dialect, problems);
  const nothing = new Nothing(own.reply, theirs.reply, reply, dialect);
  return {
    name: own.name,
    path: theirs.path,
    unary: theirs.unary,
    request: {
      fields: own.request.fields,
      encode: (fields) => theirs.request.encode(there(fields, request)),
      decode: (bytes) => back(theirs.request.decode(bytes), request),
    },
    reply: {
      fields: own.reply.fields,
      encode: (fields) => theirs.reply.encode(nothing.encode(fields) ?? { ...there(fields, reply), ...nothing.full }),
      decode: (bytes) => {
        const fields = theirs.reply.decode(bytes);
        return nothing.isSaidBy(fields) ? {} : back(fields, reply);
      },
    },
    ofStatus: (status) => nothing.ofStatus(STATUSES[status] ?? ""),
    toStatus: (fields) => nothing.toStatus(fields),
  };
}

interface Pair {
  readonly own: Field;
  /** Null: a success without a word says it. */
  readonly theirs: Field | null;
}

function pairs(
  method: string,
  what: "request" | "reply",
  own: Codec,
  theirs: Codec,
  dialect: GrpcDialect,
  problems: Trouble[],
): Pair[] {
  return own.fields.map((field) => {
    const key = `${method}.${field.name}`;
    const wanted = dialect.fields?.[key];
    const named = theirs.fields.find(({ name }) =>
      wanted === undefined ? plain(name) === plain(field.name) : name === wanted,
    );
    const best = theirs.fields.filter((other) => kindOf(other) === kindOf(field));
    const able = best.length > 0 ? best : theirs.fields.filter((other) => other.repeated === field.repeated);
    const found = named ?? (wanted === undefined && able.length === 1 ? able[0]! : null);
    // An answer that is only yes or no may be told by whether there is an answer.
    if (found === null && !(kindOf(field) === "bool" && theirs.fields.length === 0)) {
      const why = wanted === undefined ? "no field, or several," : `no field \`${wanted}\``;
      const near = wanted === undefined ? listed(theirs.fields) : nearOrListed(wanted, theirs.fields);
      problems.push({
        about: `fields.${key}`,
        why: `the ${what} of \`${method}\` has ${why} for \`${field.name}\`${near}`,
      });
    }
    return { own: field, theirs: found };
  });
}

type Kind = "text" | "number" | "bool" | "other";

function kindOf({ type, repeated }: Field): Kind {
  if (repeated) return "other";
  if (type === "TYPE_STRING" || type === "TYPE_BYTES") return "text";
  if (type === "TYPE_BOOL") return "bool";
  return /INT|FIXED|FLOAT|DOUBLE/.test(type) ? "number" : "other";
}

/** The handout's fields in their message. */
function there(fields: Fields, all: readonly Pair[]): Fields {
  return Object.fromEntries(
    all.flatMap(({ own, theirs }) =>
      theirs === null || fields[own.name] === undefined ? [] : [[theirs.name, converted(fields[own.name], theirs)]],
    ),
  );
}

/** Their fields as the handout's. */
function back(fields: Fields, all: readonly Pair[]): Fields {
  return Object.fromEntries(
    all.flatMap(({ own, theirs }) => {
      if (theirs === null) return [[own.name, true]];
      return fields[theirs.name] === undefined ? [] : [[own.name, converted(fields[theirs.name], own)]];
    }),
  );
}

/** A value as this field has it. */
export function converted(value: unknown, to: Field): unknown {
  if (Array.isArray(value)) return value;
  const text = value instanceof Uint8Array ? Buffer.from(value).toString() : String(value);
  switch (kindOf(to)) {
    case "text": {
      const words = typeof value === "boolean" ? (value ? "True" : "False") : text;
      return to.type === "TYPE_BYTES" ? Buffer.from(words) : words;
    }
    case "number":
      return typeof value === "boolean" ? Number(value) : text.trim();
    case "bool":
      return /^(true|yes|ok|success|[1-9]\d*)\b/i.test(text.trim());
    case "other":
      return value;
  }
}

/** As servers say it; one that also has such an item needs `empty` in its dialect. */
const NO_WORDS = /^(|none|null|nil|(the )?queue is empty\.?)$/i;
const EMPTY_STATUSES: readonly string[] = ["NOT_FOUND", "FAILED_PRECONDITION", "OUT_OF_RANGE"];
const NO_STATUSES: readonly string[] = ["RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "OUT_OF_RANGE"];

/** How an answer says that there is nothing, where the handout's is an answer in which no field is set. */
class Nothing {
  readonly #may: boolean;
  readonly #isYesOrNo: Field | null;
  readonly #value: Field | null;
  readonly #flag: { readonly name: string; readonly whenFull: boolean } | null;
  readonly #dialect: GrpcDialect;
  readonly #pairs: readonly Pair[];

  constructor(own: Codec, theirs: Codec, all: readonly Pair[], dialect: GrpcDialect) {
    this.#may = own.fields.length > 0 && own.fields.every(({ presence }) => presence);
    const [only] = own.fields;
    this.#isYesOrNo = own.fields.length === 1 && only !== undefined && kindOf(only) === "bool" ? only : null;
    this.#value = all[0]?.theirs ?? null;
    this.#pairs = all;
    const used = new Set(all.map((pair) => pair.theirs?.name));
    const flag = theirs.fields.find((field) => kindOf(field) === "bool" && !used.has(field.name));
    this.#flag =
      this.#may && flag !== undefined
        ? { name: flag.name, whenFull: !/empty|none|null|nothing/i.test(flag.name) }
        : null;
    this.#dialect = dialect;
  }

  /** What goes with an answer that is something. */
  get full(): Fields {
    return this.#flag === null ? {} : { [this.#flag.name]: this.#flag.whenFull };
  }

  isSaidBy(fields: Fields): boolean {
    if (!this.#may || this.#value === null) return false;
    if (this.#flag !== null) return fields[this.#flag.name] !== this.#flag.whenFull;
    const value = fields[this.#value.name];
    if (value === undefined) return true;
    if (this.#value.presence || kindOf(this.#value) !== "text") return false;
    const text = value instanceof Uint8Array ? Buffer.from(value).toString() : String(value);
    const { empty } = this.#dialect;
    return empty === undefined ? NO_WORDS.test(text) : text === empty.text;
  }

  /** Their message for nothing; null when these fields are something. */
  encode(fields: Fields): Fields | null {
    if (!this.#may || this.#value === null || Object.values(fields).some((each) => each !== undefined)) return null;
    if (this.#flag !== null) return { [this.#flag.name]: !this.#flag.whenFull };
    const text = this.#dialect.empty?.text;
    return this.#value.presence || text === undefined ? {} : { [this.#value.name]: text };
  }

  /** What an error says; null when it is one. */
  ofStatus(status: string): Fields | null {
    if (this.#may && (EMPTY_STATUSES.includes(status) || status === this.#dialect.empty?.status)) return {};
    if (this.#isYesOrNo !== null && NO_STATUSES.includes(status)) return { [this.#isYesOrNo.name]: false };
    return null;
  }

  /** The status by which these fields are said; 0 where a message says them. */
  toStatus(fields: Fields): number {
    if (this.encode(fields) !== null) return Math.max(0, STATUSES.indexOf(this.#dialect.empty?.status ?? "OK"));
    const [only] = this.#pairs;
    const no = this.#isYesOrNo !== null && only?.theirs === null && fields[this.#isYesOrNo.name] === false;
    return no ? STATUSES.indexOf("RESOURCE_EXHAUSTED") : 0;
  }
}

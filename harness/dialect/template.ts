/**
 * A template as it is written → its parts. A template is a format of the handout in other words, in which also may stand
 * `{names*|, }` (a list with another separator), `{count}`, `{client}`, `*` (anything) and `[[…]]` (may be missing).
 * A backslash takes the meaning from `{`, `*`, `[`, `]` and itself.
 */
import { suggestion } from "../language/nearest.ts";
import { error, right } from "../language/problem.ts";
import type { Place, Problem, Takes, Text } from "../language/spec.ts";
import { LIST_OF_ONE, type Part, type Template } from "./dialect.ts";

/** What a template is about: the handout's own format. */
export interface Original {
  readonly name: string;
  readonly format: Text;
}

/** The variants of one template: with its optional parts, and without. */
export function parseTemplate(source: string, of: Original, place: Place): readonly Template[] | Problem {
  const parts = new Reader(source, of, place).read();
  if ("message" in parts) return parts;
  for (const variant of parts) {
    const wrong = trouble(variant);
    if (wrong !== null) return error(place, wrong);
  }
  return parts.map((variant) => ({ source, parts: variant, sent: variant, json: false }));
}

/** The parts of a string that stands somewhere in a template; without optional parts. */
export function parseParts(source: string, of: Original, place: Place): readonly Part[] | Problem {
  const parts = new Reader(source, of, place).read();
  if ("message" in parts) return parts;
  return parts.length === 1 ? parts[0]! : error(place, "`[[…]]` may not stand in JSON: write a list of templates");
}

/** Neighbouring literals as one. */
export function joinParts(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === "literal" && last?.kind === "literal") {
      joined[joined.length - 1] = { kind: "literal", text: last.text + part.text };
    } else if (part.kind !== "literal" || part.text !== "") joined.push(part);
  }
  return joined;
}

class Reader {
  readonly #source: string;
  readonly #of: Original;
  readonly #place: Place;

  constructor(source: string, of: Original, place: Place) {
    this.#source = source;
    this.#of = of;
    this.#place = place;
  }

  read(): readonly (readonly Part[])[] | Problem {
    // Each variant so far; an optional part doubles them.
    let variants: Part[][] = [[]];
    let outside: Part[][] | null = null;
    let opened = 0;
    for (let at = 0; at < this.#source.length; ) {
      const rest = this.#source.slice(at);
      if (rest.startsWith("[[")) {
        if (outside !== null) return this.#wrong(at, "`[[` may not stand inside `[[…]]`");
        outside = variants.map((parts) => [...parts]);
        opened = at;
        at += 2;
      } else if (rest.startsWith("]]") && outside !== null) {
        variants = [...variants, ...outside];
        outside = null;
        at += 2;
      } else {
        const next = this.#next(rest, at);
        if ("message" in next) return next;
        for (const parts of variants) parts.push(next.part);
        at += next.size;
      }
    }
    if (outside !== null) return this.#wrong(opened, "`[[` is not closed: expected `]]`");
    return variants.map(joinParts);
  }

  #next(rest: string, at: number): { readonly part: Part; readonly size: number } | Problem {
    const escaped = /^\\([{*[\]\\])/.exec(rest);
    if (escaped) return { part: { kind: "literal", text: escaped[1]! }, size: 2 };
    if (rest.startsWith("*")) return { part: { kind: "any" }, size: 1 };
    const hole = /^\{([A-Za-z]\w*)(\.\.\.|\*)?(?:\|([^}]+))?\}/.exec(rest);
    if (hole) {
      const [whole, name = "", mark = "", by] = hole;
      const part = this.#hole(name, mark, by, at);
      return "message" in part ? part : { part, size: whole.length };
    }
    if (/^\{[A-Za-z]/.test(rest))
      return this.#wrong(
        at,
        `\`${rest.slice(0, 20)}\` is no hole: expected {name}, {names...}, {names*} or {names*|, }`,
      );
    const plain = /^[^\\{*[\]]+/.exec(rest)?.[0] ?? rest[0]!;
    return { part: { kind: "literal", text: plain }, size: plain.length };
  }

  #hole(name: string, mark: string, by: string | undefined, at: number): Part | Problem {
    const holes = this.#of.format.flatMap((piece) => (piece.kind === "hole" ? [piece] : []));
    const own = holes.find((hole) => hole.name === name);
    const list = holes.find((hole) => isList(hole.takes));
    if (own === undefined && name === "count" && mark === "") {
      if (list !== undefined) return { kind: "count", of: list.name };
      return this.#wrong(at, `\`{count}\` counts the words of a list, and \`${this.#of.name}\` has none`);
    }
    if (own === undefined && name === "client" && mark === "") return { kind: "client" };
    if (own === undefined) {
      const names = holes.map((hole) => hole.name);
      return this.#wrong(at, `\`${this.#of.name}\` has no \`{${name}}\`${suggestion(name, names)}`);
    }
    if (mark !== "" && !isList(own.takes)) return this.#wrong(at, `\`{${name}}\` is no list: write \`{${name}}\``);
    if (by !== undefined && !isList(own.takes)) return this.#wrong(at, `\`{${name}}\` is no list: it has no separator`);
    if (by !== undefined && mark !== "*")
      return this.#wrong(at, `only \`{${name}*|${by}}\` can have a separator of its own`);
    const separator = isList(own.takes) && mark === "" ? LIST_OF_ONE : (by ?? " ");
    return { kind: "hole", name, takes: takes(own.takes, mark), by: separator, around: "" };
  }

  #wrong(at: number, message: string): Problem {
    return error(right(this.#place, at), message);
  }
}

function isList(takes: Takes): boolean {
  return takes === "counted" || takes === "words";
}

/** A list without a mark is a list of one. */
function takes(own: Takes, mark: string): Takes {
  if (mark === "...") return "counted";
  if (mark === "*") return "words";
  return isList(own) ? "word" : own;
}

/** What makes it impossible to read the template backwards; null when nothing does. */
export function trouble(parts: readonly Part[]): string | null {
  const names = parts.flatMap((part) => (part.kind === "hole" ? [part.name] : []));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return `\`{${twice}}\` stands twice`;
  for (const [at, part] of parts.entries()) {
    const next = parts[at + 1];
    if (next === undefined || part.kind === "literal") continue;
    if (next.kind !== "literal")
      return `nothing stands between ${show(part)} and ${show(next)}, so nobody can tell where one ends`;
    const isLast = parts.slice(at + 1).every(({ kind }) => kind === "literal");
    if (part.kind === "hole" && part.takes === "words" && !isLast && next.text.startsWith(part.by))
      return `${show(part)} takes all words, so nobody can tell where it ends: write \`{${part.name}...}\`, or another separator`;
  }
  return null;
}

function show(part: Part): string {
  if (part.kind === "any") return "`*`";
  if (part.kind !== "hole") return `\`{${part.kind}}\``;
  const mark = part.takes === "counted" ? "..." : part.takes === "words" ? "*" : "";
  return `\`{${part.name}${mark}}\``;
}

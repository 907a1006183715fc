/** The keys of a file that are about the wire → a dialect, and all that is wrong with it. */
import { isMap, isScalar, isSeq, type Node } from "yaml";
import { type Dialect, lineKey, type Template, type Wording } from "../dialect/dialect.ts";
import { jsonTemplate } from "../dialect/json.ts";
import { confusions } from "../dialect/overlap.ts";
import { type Original, parseTemplate } from "../dialect/template.ts";
import { shapeOf } from "../dialect/understand.ts";
import { suggestion } from "../language/nearest.ts";
import { error, right } from "../language/problem.ts";
import { printFormat } from "../language/quote.ts";
import { readFraming } from "../language/read-framing.ts";
import type { Place, Problem, Spec, Text } from "../language/spec.ts";
import { type Entry, entries, oneOf, type Source, string, valuePlace } from "../language/yaml-places.ts";

export const dialectKeys: readonly string[] = ["framing", "encoding", "messages", "console", "ignore"];

/** Null where none of its keys is there. */
export function readDialect(
  name: string,
  found: ReadonlyMap<string, Entry>,
  source: Source,
  spec: Spec,
): Dialect | null {
  if (!dialectKeys.some((key) => found.has(key))) return null;
  const [framing, encoding, messages, console, ignore] = dialectKeys.map((key) => found.get(key));
  if (spec.transport === "grpc" && (framing ?? encoding ?? messages ?? ignore) !== undefined) {
    const { place } = (framing ?? encoding ?? messages ?? ignore)!;
    source.problems.push(error(place, "over gRPC the `.proto` says what goes over the wire: see `grpc`"));
  }
  const how = (encoding && oneOf(source, encoding, ["text", "json"] as const)) ?? "text";
  const read = new Reader(source, spec, how === "json");
  const dialect: Dialect = {
    name,
    framing: framing ? readFraming(source, framing) : null,
    encoding: how,
    messages: messages ? read.messages(messages) : new Map(),
    console: console ? read.console(console) : new Map(),
    ignored: ignore ? read.ignored(ignore) : [],
  };
  const frames = dialect.framing ?? spec.framing;
  if (ignore && dialect.ignored.length > 0 && [frames.client, frames.server].includes("none"))
    source.problems.push(error(ignore.place, "with `framing: none` nothing tells where a message to be ignored ends"));
  return dialect;
}

class Reader {
  readonly #source: Source;
  readonly #spec: Spec;
  readonly #json: boolean;
  /** Where each message's templates stand, and which are meant to be the same as others. */
  readonly #places = new Map<string, Place>();

  constructor(source: Source, spec: Spec, json: boolean) {
    this.#source = source;
    this.#spec = spec;
    this.#json = json;
  }

  messages(entry: Entry): Dialect["messages"] {
    const { messages } = this.#spec;
    const found = entries(this.#source, entry.value, valuePlace(this.#source, entry), null);
    const wordings = new Map<string, Wording>();
    const same: (readonly [string, string])[] = [];
    for (const each of found.values()) {
      const row = messages.find(({ name }) => name === each.key);
      if (row === undefined) {
        this.#fail(
          each.place,
          `\`${this.#spec.protocol}\` has no message \`${each.key}\`${suggestion(
            each.key,
            messages.map(({ name }) => name),
          )}`,
        );
        continue;
      }
      this.#places.set(each.key, valuePlace(this.#source, each));
      const other = this.#same(each);
      if (other !== null) same.push([each.key, other]);
      else {
        const wording = this.#wording(each, row, this.#json);
        if (wording !== null) wordings.set(each.key, wording);
      }
    }
    for (const [name, other] of same) {
      const wording = wordings.get(other);
      if (wording !== undefined) wordings.set(name, wording);
      else
        this.#fail(this.#places.get(name)!, `\`${other}\` has no templates here${suggestion(other, wordings.keys())}`);
    }
    for (const { name, other, text } of confusions(this.#spec, wordings, same)) {
      this.#fail(
        this.#places.get(name) ?? entry.place,
        `ambiguous: ${JSON.stringify(text)} may be \`${name}\` or \`${other}\`${wordings.has(other) ? `; where the wire does not tell them apart, write \`${name}: { same: ${other} }\`` : ", which has no template here"}`,
      );
    }
    return wordings;
  }

  console(entry: Entry): Dialect["console"] {
    const groups = ["server prints", "server types", "client prints", "client types"] as const;
    const wordings = new Map<string, Wording>();
    for (const group of entries(this.#source, entry.value, valuePlace(this.#source, entry), groups).values()) {
      const [who, does] = group.key.split(" ") as ["server" | "client", "prints" | "types"];
      const rows = this.#spec.console.filter((row) => row.who === who && row.does === does);
      const lines = rows.map(({ formats }) => printFormat(formats[0]!));
      for (const each of entries(this.#source, group.value, valuePlace(this.#source, group), null).values()) {
        const row = rows[lines.indexOf(each.key)];
        if (row === undefined) {
          this.#fail(
            each.place,
            `no ${who} of \`${this.#spec.protocol}\` ${does} \`${each.key}\`${suggestion(each.key, lines)}`,
          );
          continue;
        }
        const wording = this.#wording(each, { name: each.key, format: row.formats[0]! }, false);
        if (wording !== null) wordings.set(lineKey(who, does, each.key), wording);
      }
    }
    return wordings;
  }

  ignored(entry: Entry): Text[] {
    const { value } = entry;
    const items = isSeq(value) ? (value.items as Node[]) : [value];
    return items.flatMap((item) =>
      this.#templates({ ...entry, value: item }, { name: "ignore", format: [] }, this.#json).map(({ parts }) =>
        shapeOf(parts),
      ),
    );
  }

  #same({ value, ...entry }: Entry): string | null {
    if (!isMap(value) || value.items.length !== 1 || !value.has("same")) return null;
    return string(this.#source, { ...entry, key: "same", value: value.get("same", true) as Node });
  }

  #wording(entry: Entry, of: Original, json: boolean): Wording | null {
    const { value } = entry;
    if (isMap(value) && value.items.length === 1 && value.has("none")) {
      const none = string(this.#source, { ...entry, key: "none", value: value.get("none", true) as Node });
      return none === null ? null : { none };
    }
    const items = isSeq(value) ? (value.items as Node[]) : [value];
    if (items.length === 0) this.#fail(valuePlace(this.#source, entry), `\`${entry.key}\` has no template`);
    const templates = items.flatMap((item) => this.#templates({ ...entry, value: item }, of, json));
    return templates.length > 0 ? templates : null;
  }

  #templates(entry: Entry, of: Original, json: boolean): readonly Template[] {
    const place = valuePlace(this.#source, entry);
    if (json && entry.value !== null && !isScalar(entry.value))
      return this.#told([jsonTemplate(entry.value.toJSON(), of, place)]);
    if (isMap(entry.value)) {
      this.#fail(
        place,
        `expected a template, a list of templates, \`{ none: REASON }\` or \`{ same: MESSAGE }\` for \`${entry.key}\``,
      );
      return [];
    }
    const written = string(this.#source, entry);
    if (written === null) return [];
    if (written === "") this.#fail(place, `the template of \`${entry.key}\` is empty`);
    const quoted = isScalar(entry.value) && /^QUOTE/.test(entry.value.type ?? "");
    const found = parseTemplate(written, of, quoted ? right(place, 1) : place);
    return this.#told("message" in found ? [found] : found);
  }

  #told(found: readonly (Template | Problem)[]): readonly Template[] {
    return found.flatMap((each) => {
      if (!("message" in each)) return [each];
      this.#source.problems.push(each);
      return [];
    });
  }

  #fail(place: Place, message: string): void {
    this.#source.problems.push(error(place, message));
  }
}

/** A YAML map → its entries with their places in the handout, and problems where it is something else than expected. */

import { isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from "yaml";
import { suggestion } from "./nearest.ts";
import { error } from "./problem.ts";
import type { Place, Problem } from "./spec.ts";

/** Where in the handout a node of the front matter stands. */
export interface Source {
  readonly file: string;
  readonly lines: LineCounter;
  /** How many lines of the handout stand before the YAML. */
  readonly before: number;
  readonly problems: Problem[];
}

export interface Entry {
  readonly key: string;
  readonly value: Node | null;
  readonly place: Place;
}

/** The place of an offset in the YAML. */
export function placeOf(source: Source, offset: number): Place {
  const { line, col } = source.lines.linePos(offset);
  return { file: source.file, line: line + source.before, column: Math.max(col, 1) };
}

/** The place of a node's value; that of its key where it has none. */
export function valuePlace(source: Source, entry: Entry): Place {
  const offset = entry.value?.range?.[0];
  return offset === undefined ? entry.place : placeOf(source, offset);
}

/** The entries of a map; keys other than the known ones are problems. */
export function entries(
  source: Source,
  node: unknown,
  place: Place,
  known: readonly string[] | null,
): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  if (!isMap(node)) {
    source.problems.push(
      error(place, `expected a map (\`{ … }\`)${known ? ` of ${known.map((key) => `\`${key}\``).join(", ")}` : ""}`),
    );
    return found;
  }
  for (const pair of (node as YAMLMap<Node, Node | null>).items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : "";
    const at = placeOf(source, pair.key?.range?.[0] ?? 0);
    if (known && !known.includes(key))
      source.problems.push(error(at, `unknown key \`${key}\`${suggestion(key, known)}`));
    else found.set(key, { key, value: pair.value, place: at });
  }
  return found;
}

/** The string (or number, as it is written) that an entry holds; null, and a problem, where it holds none. */
export function string(source: Source, entry: Entry): string | null {
  const { value } = entry;
  if (isScalar(value) && value.value !== null) {
    return typeof value.value === "string" ? value.value : (value.source ?? String(value.value));
  }
  source.problems.push(error(valuePlace(source, entry), `expected a string for \`${entry.key}\``));
  return null;
}

/** One of a few words. */
export function oneOf<Word extends string>(source: Source, entry: Entry, words: readonly Word[]): Word | null {
  const value = string(source, entry);
  const word = words.find((one) => one === value);
  if (value !== null && word === undefined) {
    source.problems.push(
      error(valuePlace(source, entry), `unknown ${entry.key} \`${value}\`: expected ${words.join(", ")}`),
    );
  }
  return word ?? null;
}

/** A list of strings. */
export function strings(source: Source, entry: Entry): readonly string[] {
  const { value } = entry;
  if (!isSeq(value)) {
    source.problems.push(error(valuePlace(source, entry), `expected a list (\`[ … ]\`) for \`${entry.key}\``));
    return [];
  }
  return value.items.flatMap((item) => string(source, { ...entry, value: item as Node }) ?? []);
}

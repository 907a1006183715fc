/** `framing: line`, or `{ client: none, server: line }` → what frames the bytes of each side. */
import { isMap } from "yaml";
import { error } from "./problem.ts";
import type { Framing, Spec } from "./spec.ts";
import { type Entry, entries, type Source, string, valuePlace } from "./yaml-places.ts";

/** Null, and a problem, where it is none. */
export function readFraming(source: Source, entry: Entry): Spec["framing"] | null {
  if (!isMap(entry.value)) {
    const both = one(source, entry);
    return both && { client: both, server: both };
  }
  const each = entries(source, entry.value, entry.place, ["client", "server"]);
  const of = (key: string): Framing => (each.has(key) && one(source, each.get(key)!)) || "none";
  return { client: of("client"), server: of("server") };
}

function one(source: Source, entry: Entry): Framing | null {
  const word = string(source, entry);
  if (word === null) return null;
  if (/^(?:none|line|length|header-[1-9]\d{0,3})$/.test(word)) return word as Framing;
  source.problems.push(
    error(valuePlace(source, entry), `unknown ${entry.key} \`${word}\`: expected none, line, length or header-64`),
  );
  return null;
}

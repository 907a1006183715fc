/** JSON as a wire: templates that are JSON values, and the normal form in which what comes is compared with them. */
import type { Place, Problem } from "../language/spec.ts";
import type { Part, Template } from "./dialect.ts";
import { joinParts, type Original, parseParts } from "./template.ts";

/** Anything that YAML can write and JSON too. */
type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** A message in its normal form: keys in ascending order, no white space, no needless escapes; null when it is no JSON. */
export function normalJson(message: string): string | null {
  try {
    return JSON.stringify(sorted(JSON.parse(message) as Value));
  } catch {
    return null;
  }
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as { readonly [key: string]: Value });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

/** A value in whose strings holes stand. `"{*}"` is any value, `["{names*}"]` a list, `"{count}"` a number. */
export function jsonTemplate(value: unknown, of: Original, place: Place): Template | Problem {
  const written = write(value as Value, of, place);
  const sent = "message" in written ? written : written.map((part) => (part === ANYTHING ? literal("null") : part));
  if ("message" in sent) return sent;
  const parts = write(sorted(value as Value), of, place);
  if ("message" in parts) return parts;
  return { source: JSON.stringify(value), parts: joinParts(parts), sent: joinParts(sent), json: true };
}

function write(value: Value, of: Original, place: Place): readonly Part[] | Problem {
  if (typeof value === "string") return string(value, of, place);
  if (value === null || typeof value !== "object") return [literal(JSON.stringify(value))];
  if (Array.isArray(value)) {
    const [only] = value as readonly Value[];
    const list = value.length === 1 && typeof only === "string" ? parseParts(only, of, place) : [];
    if ("message" in list) return list;
    const [hole] = list;
    if (list.length === 1 && hole?.kind === "hole" && hole.takes === "words")
      return [literal("["), { ...hole, by: ",", around: '"' }, literal("]")];
    return between(
      "[",
      (value as readonly Value[]).map((inner) => write(inner, of, place)),
      "]",
    );
  }
  const fields = Object.entries(value as { readonly [key: string]: Value }).map(([key, inner]) => {
    const parts = write(inner, of, place);
    return "message" in parts ? parts : [literal(`${JSON.stringify(key)}:`), ...parts];
  });
  return between("{", fields, "}");
}

/** A value that may be anything; `null` when we send it. */
const ANYTHING: Part = { kind: "any" };

function string(text: string, of: Original, place: Place): readonly Part[] | Problem {
  if (text === "{*}") return [ANYTHING];
  const parts = parseParts(text, of, place);
  if ("message" in parts) return parts;
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "count") return parts;
  const inside = parts.map((part) => (part.kind === "literal" ? literal(escapeJson(part.text)) : part));
  return [literal('"'), ...inside, literal('"')];
}

function between(start: string, all: readonly (readonly Part[] | Problem)[], end: string): readonly Part[] | Problem {
  const parts: Part[] = [literal(start)];
  for (const [at, each] of all.entries()) {
    if ("message" in each) return each;
    if (at > 0) parts.push(literal(","));
    parts.push(...each);
  }
  return [...parts, literal(end)];
}

function literal(text: string): Part {
  return { kind: "literal", text };
}

/** A text as it stands between the quotes of a JSON string. */
export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

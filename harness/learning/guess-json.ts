/** Samples of one message that are JSON → the template that says all of them. */

import { escapeTemplate } from "../config/write.ts";
import { literal } from "../projection/texts.ts";
import type { Sample } from "./align.ts";
import { wordsOf } from "./guess.ts";

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** Null where they have no one form. */
export function guessJson(samples: readonly Sample[]): Value | null {
  const found = samples.map((sample) => generalize(JSON.parse(sample.text) as Value, sample));
  const free = samples[0]?.row.format.find((piece) => piece.kind === "hole" && piece.takes === "rest");
  const merged = found.reduce((a, b) => merge(a, b, free?.kind === "hole" ? `{${free.name}}` : "*"));
  return merged === ANYTHING ? null : merged;
}

const ANYTHING = "{*}";

function generalize(value: Value, sample: Sample): Value {
  if (typeof value === "string") return string(value, sample);
  const list = listOf(sample);
  if (typeof value === "number" && list !== null && list.words.length > 1 && value === list.words.length)
    return "{count}";
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) {
    if (list !== null && JSON.stringify(value) === JSON.stringify(list.words)) return [`{${list.name}*}`];
    return value.map((inner) => generalize(inner, sample));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, generalize(inner, sample)]));
}

function listOf({ row, fields }: Sample): { readonly name: string; readonly words: readonly string[] } | null {
  const hole = row.format.find((piece) => piece.kind === "hole" && /counted|words/.test(piece.takes));
  if (hole?.kind !== "hole") return null;
  return { name: hole.name, words: wordsOf(fields.get(hole.name) ?? []) };
}

function string(value: string, { row, fields, client, names }: Sample): string {
  for (const piece of row.format) {
    const field = piece.kind === "hole" ? literal(fields.get(piece.name) ?? []) : null;
    if (piece.kind === "hole" && field !== null && field !== "" && value === field) return `{${piece.name}}`;
  }
  if (row.sender === "client" && value === client) return "{client}";
  const inside = names.reduce((text, name) => text.replaceAll(name, "\0"), value);
  return escapeTemplate(inside).replaceAll("\0", "*");
}

/** @param text what a string becomes that is not always the same */
function merge(a: Value, b: Value, text: string): Value {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  if (isObject(a) && isObject(b) && Object.keys(a).sort().join() === Object.keys(b).sort().join())
    return Object.fromEntries(Object.keys(a).map((key) => [key, merge(a[key]!, b[key]!, text)]));
  // A field is a field, whatever a program has once made of it.
  if (isField(a)) return a;
  if (isField(b)) return b;
  // A list of one looks like a count of one.
  if ((a === "{count}" && b === 1) || (b === "{count}" && a === 1)) return "{count}";
  return typeof a === "string" && typeof b === "string" ? text : ANYTHING;
}

function isField(value: Value): boolean {
  const inner = Array.isArray(value) && value.length === 1 ? value[0]! : value;
  return typeof inner === "string" && /^\{\w+\*?\}$/.test(inner) && inner !== "{count}";
}

function isObject(value: Value): value is { [key: string]: Value } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

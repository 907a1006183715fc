/** `user in user1..user{max}` ⇄ what a loop runs over. */

import { error, right } from "./problem.ts";
import { printText } from "./quote.ts";
import type { Over, Place, Problem, Text } from "./spec.ts";
import { isProblem, parseText } from "./text.ts";

/** Whether the words after `par` are meant as a range and not for readers only. */
export function looksLikeRange(words: string): boolean {
  return /^\w+\s+in\s.*\.\./.test(words);
}

/** Reads a range. Its ends are the same word with a number or a parameter behind it. */
export function parseRange(words: string, place: Place): Over | Problem {
  const found = /^([A-Za-z_]\w*)(\s+in\s+)(\S+?)(\s*\.\.\s*)(\S+)$/.exec(words);
  if (!found) return error(place, "expected a range as in `user in user1..user{max}`");
  const [, variable = "", within = "", start = "", dots = "", end = ""] = found;
  const firstAt = right(place, variable.length + within.length);
  const lastAt = right(firstAt, start.length + dots.length);
  const [first, last] = [parseText(start, firstAt), parseText(end, lastAt)];
  if (isProblem(first)) return first;
  if (isProblem(last)) return last;
  const [prefix, other] = [rangePrefix(first), rangePrefix(last)];
  if (prefix === null)
    return error(firstAt, `bad range: expected a number or a {parameter} at the end of \`${start}\``);
  if (other === null) return error(lastAt, `bad range: expected a number or a {parameter} at the end of \`${end}\``);
  if (prefix !== other)
    return error(lastAt, `bad range: expected \`${prefix}\` and a number, as at its beginning, got \`${end}\``);
  return { variable, first, last };
}

/** Writes a range as `parseRange` reads it. */
export function printRange(over: Over): string {
  return `${over.variable} in ${printText(over.first)}..${printText(over.last)}`;
}

/** The word that stands before the number at an end of a range (`user` in `user{max}`); null where there is no number. */
export function rangePrefix(end: Text): string | null {
  const [first, second, ...more] = end;
  if (first === undefined || more.length > 0) return null;
  if (first.kind === "literal") {
    const [, prefix = "", digits = ""] = /^(.*?)(\d*)$/s.exec(first.text)!;
    const numbered = second === undefined ? digits !== "" : digits === "" && isParameter(second);
    return numbered && /^(?:[A-Za-z_]\w*)?$/.test(prefix) ? prefix : null;
  }
  return second === undefined && isParameter(first) ? "" : null;
}

function isParameter(piece: Text[number]): boolean {
  return piece.kind === "hole" && piece.takes === "word";
}

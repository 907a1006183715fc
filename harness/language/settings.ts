/** `max=3 args="-h"` ⇄ the settings of a `starts with`. A value is a word, or stands in quotes. */

import { error, right } from "./problem.ts";
import { quoteString } from "./quote.ts";
import type { Place, Problem } from "./spec.ts";
import { parseString } from "./text.ts";

type Settings = Readonly<Record<string, string>>;

/** Reads settings, with white space between them. Braces in a value are kept for the command line to fill in. */
export function parseSettings(source: string, place: Place): { readonly settings: Settings } | Problem {
  const settings: [string, string][] = [];
  const pattern = /\s*([A-Za-z]\w*)=("(?:[^"\\]|\\.)*"|[^\s"]+)(?=\s|$)/y;
  let at = 0;
  while (source.slice(at).trim() !== "") {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (!found) {
      const start = at + source.slice(at).search(/\S/);
      return error(right(place, start), 'expected a setting as in `max=3` or `args="-h"`');
    }
    const [whole, name = "", written = ""] = found;
    const value = parseString(written, right(place, at + whole.length - written.length));
    if (typeof value !== "string") return value;
    if (settings.some(([other]) => other === name)) return error(right(place, at), `\`${name}\` is set twice`);
    settings.push([name, value]);
    at += whole.length;
  }
  if (settings.length === 0) return error(place, "expected a setting as in `max=3` after `starts with`");
  return { settings: Object.fromEntries(settings) };
}

/** Writes settings as `parseSettings` reads them. */
export function printSettings(settings: Settings): string {
  const value = (text: string) => (/^[\w.:/+,@-]+$/.test(text) ? text : quoteString(text));
  return Object.entries(settings)
    .map(([name, text]) => `${name}=${value(text)}`)
    .join(" ");
}

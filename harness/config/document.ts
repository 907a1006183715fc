/** A YAML file → its top-level map, with places for all that is wrong. */
import { LineCounter, parseDocument } from "yaml";
import { error } from "../language/problem.ts";
import type { Place } from "../language/spec.ts";
import { type Entry, entries, placeOf, type Source } from "../language/yaml-places.ts";

export interface Document {
  readonly source: Source;
  readonly top: Place;
  readonly found: ReadonlyMap<string, Entry>;
}

/** With errors in its YAML, nothing of it is read. */
export function readDocument(yaml: string, file: string, keys: readonly string[]): Document {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const source: Source = { file, lines, before: 0, problems: [] };
  const top: Place = { file, line: 1, column: 1 };
  for (const { pos, message } of document.errors)
    source.problems.push(error(placeOf(source, pos[0]), `bad YAML: ${message}`));
  if (source.problems.length > 0) return { source, top, found: new Map() };
  return { source, top, found: entries(source, document.contents, top, keys) };
}

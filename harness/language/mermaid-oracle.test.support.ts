/**
 * What Mermaid itself reads in a diagram → the same lines again, for our own parser.
 * Where both readings are the same scenario, a reader on GitHub sees what we run. For tests only.
 */

import mermaid from "mermaid";
import { parseDiagram } from "./diagram.ts";
import { splitFrontMatter } from "./front-matter.ts";
import { parsePage } from "./markdown.ts";
import { diagramsIn } from "./scenarios.ts";
import type { Problem, Step } from "./spec.ts";

/** Mermaid's numbers for the kinds of its messages, with the line that each was written as. */
const lineOf: Readonly<Record<number, (from: string, to: string, text: string) => string>> = {
  0: (from, to, text) => `${from}->>${to}: ${text}`,
  1: (from, to, text) => `${from}-->>${to}: ${text}`,
  2: (from, to, text) => `Note over ${from === to ? from : `${from}, ${to}`}: ${text}`,
  3: (from, to, text) => `${from}-x${to}: ${text}`,
  24: (from, to, text) => `${from}-)${to}: ${text}`,
  10: (_from, _to, text) => `loop ${text}`,
  11: () => "end",
  12: (_from, _to, text) => `alt ${text}`,
  13: (_from, _to, text) => `else ${text}`,
  14: () => "end",
  15: (_from, _to, text) => `opt ${text}`,
  16: () => "end",
  19: (_from, _to, text) => `par ${text}`,
  20: (_from, _to, text) => `and ${text}`,
  21: () => "end",
  26: () => "autonumber",
};

let prepared: Promise<unknown> | null = null;

/** The diagram as Mermaid has read it, line by line. Throws where Mermaid cannot read it. */
export async function readByMermaid(source: string): Promise<string> {
  // Mermaid knows its kinds of diagrams only after it has parsed once.
  prepared ??= mermaid.parse("sequenceDiagram\n  a->>b: c");
  await prepared;
  // Titles are cleaned of HTML with a DOM, which there is none of here.
  const untitled = source.replace(/^[ \t]*title\b.*$/gm, "");
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(untitled);
  if (!("getMessages" in db) || typeof db.getMessages !== "function") throw new Error("not a sequence diagram");
  const messages: readonly { type: number; from?: string; to?: string; message?: unknown }[] = db.getMessages();
  const lines = messages.map(({ type, from = "", to = "", message }) => {
    const line = lineOf[type];
    if (!line) throw new Error(`Mermaid reads a line of kind ${type}, which is not in our language`);
    return line(from, to, typeof message === "string" ? message.replace(/ﬂ°°(\d+)¶ß/g, "#$1;") : "");
  });
  return ["sequenceDiagram", ...lines].join("\n");
}

/** Our reading of a diagram and our reading of what Mermaid has read in it: equal, or the diagram misleads. */
export async function bothReadings(source: string): Promise<{ readonly ours: Reading; readonly mermaids: Reading }> {
  return { ours: reading(source), mermaids: reading(await readByMermaid(source)) };
}

/** All our diagrams in a handout, each with the line at which it begins, for `bothReadings`. */
export function diagramsOf(handout: string): readonly { readonly line: number; readonly source: string }[] {
  const { blocks } = parsePage(splitFrontMatter(handout).markdown, "");
  return diagramsIn(blocks).map(({ position, value }) => ({ line: (position?.start.line ?? 0) + 1, source: value }));
}

export interface Reading {
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
}

function reading(source: string): Reading {
  const { steps, problems } = parseDiagram(source, { file: "diagram", line: 1, column: 1 });
  return { steps: withoutPlaces(steps), problems };
}

/** The same value with every place at the same spot, so that only what is said is compared. */
export function withoutPlaces<T>(value: T): T {
  const nowhere = { file: "", line: 0, column: 0 };
  const strip = (key: string, inner: unknown) => (key === "place" ? nowhere : inner);
  return JSON.parse(JSON.stringify(value, strip));
}

/** The blocks under a heading → its scenarios, with the places of their lines in the handout. */

import type { Code, RootContent } from "mdast";
import { isSequenceDiagram, parseDiagram } from "./diagram.ts";
import { below } from "./markdown.ts";
import type { Place, Problem, Scenario } from "./spec.ts";

/** The sequence diagrams among these blocks, those in lists and quotes too. */
export function diagramsIn(blocks: readonly RootContent[]): readonly Code[] {
  const codes = blocks.flatMap((block) => below(block, "code"));
  return codes.filter(({ lang, value }) => lang === "mermaid" && isSequenceDiagram(value));
}

/** Reads a diagram; one without a title of its own is called as its rule. */
export function readScenario(code: Code, name: string, handout: Handout): Scenario {
  const place = firstLine(code, handout);
  const { title, steps, problems } = parseDiagram(code.value, place);
  handout.problems.push(...problems);
  return { name: title ?? name, steps, place };
}

/** The page that is being read, and what is wrong with it so far. */
export interface Handout {
  readonly file: string;
  readonly lines: readonly string[];
  readonly problems: Problem[];
}

/** A block in a list or a quote begins further right than its value says. */
function firstLine(code: Code, { file, lines }: Handout): Place {
  const line = (code.position?.start.line ?? 0) + 1;
  const written = lines[line - 1] ?? "";
  const [first = ""] = code.value.split("\n");
  return { file, line, column: Math.max(written.trimEnd().length - first.trimEnd().length, 0) + 1 };
}

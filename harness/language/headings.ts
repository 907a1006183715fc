/** A page's blocks → its headings, each with what stands under it; and what a rule's heading says. */

import type { Heading, RootContent } from "mdast";
import { type Page, placeOfNode, wordsOf } from "./markdown.ts";
import type { Place } from "./spec.ts";

/** A heading and the blocks up to the next heading. */
export interface Part {
  readonly title: string;
  readonly depth: number;
  readonly place: Place;
  readonly blocks: readonly RootContent[];
  /** The titles of the headings that this one stands under, the nearest last. */
  readonly above: readonly string[];
}

/** Cuts a page at its headings. What stands before the first has the depth 0. */
export function partsOf(page: Page): readonly Part[] {
  const parts: { heading: Heading | null; blocks: RootContent[] }[] = [{ heading: null, blocks: [] }];
  for (const block of page.blocks) {
    if (block.type === "heading") parts.push({ heading: block, blocks: [] });
    else parts.at(-1)!.blocks.push(block);
  }
  const open: { title: string; depth: number }[] = [];
  return parts.map(({ heading, blocks }) => {
    const title = heading ? wordsOf(heading).trim() : "";
    const depth = heading?.depth ?? 0;
    while (open.length > 0 && open.at(-1)!.depth >= depth) open.pop();
    const above = open.map((one) => one.title);
    if (heading) open.push({ title, depth });
    const place = heading ? placeOfNode(heading, page.file) : { file: page.file, line: 1, column: 1 };
    return { title, depth, place, blocks, above };
  });
}

export interface RuleTitle {
  readonly id: string;
  readonly title: string;
  readonly points: number;
}

/** Reads `CHAT-MSG-3 Title (2 points)`; null for any other heading. */
export function parseRuleTitle(heading: string): RuleTitle | null {
  const found = /^([A-Z][A-Z0-9]*-[A-Z][A-Z0-9]*-\d+)(?:[:.]?\s+(.*?))?(?:\s*\((\d+(?:\.\d+)?) points?\))?$/s.exec(
    heading,
  );
  return found && { id: found[1]!, title: found[2] ?? "", points: Number(found[3] ?? 1) };
}

/** Whether a heading seems to be meant as a rule's, though its id is none. */
export function looksLikeRule(heading: string, protocol: string): boolean {
  const [word = ""] = heading.split(/\s/);
  if (/^[A-Z][A-Z0-9]*-.*\d/.test(word)) return true;
  return protocol !== "" && new RegExp(`^${protocol}[-_]\\S*\\d`, "i").test(word);
}

/** What a rule is about: `WIRE` in `CHAT-WIRE-1`. */
export function areaOf(id: string): string {
  return id.split("-")[1] ?? "";
}

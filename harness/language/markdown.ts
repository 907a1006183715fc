/** Markdown → its top-level blocks, and the words and code that stand in them. */

import type { InlineCode, Nodes, Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import type { Place } from "./spec.ts";

/** A page as a list: each heading is followed by its blocks, and its ends are told by the depths of the next ones. */
export interface Page {
  readonly file: string;
  readonly blocks: readonly RootContent[];
}

/** Reads Markdown with tables. Any text is Markdown, so nothing can go wrong. */
export function parsePage(markdown: string, file: string): Page {
  const root: Root = fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  return { file, blocks: root.children };
}

/** Where a node begins. */
export function placeOfNode(node: Nodes, file: string): Place {
  return { file, line: node.position?.start.line ?? 1, column: node.position?.start.column ?? 1 };
}

/** The words of a node, in one line; code keeps its backticks where asked. */
export function wordsOf(node: Nodes, backticks = false): string {
  if (node.type === "inlineCode") return backticks ? `\`${node.value}\`` : node.value;
  if (node.type === "text") return node.value.replace(/\s+/g, " ");
  if (node.type === "break") return " ";
  return "children" in node ? node.children.map((child) => wordsOf(child, backticks)).join("") : "";
}

/** All nodes of a kind below this one, itself too, in the order of the page. */
export function below<Type extends Nodes["type"]>(node: Nodes, type: Type): readonly Extract<Nodes, { type: Type }>[] {
  const here = node.type === type ? [node as Extract<Nodes, { type: Type }>] : [];
  return "children" in node ? [...here, ...node.children.flatMap((child) => below(child, type))] : here;
}

/** What a code span holds, and where that begins: after its backticks. */
export function codeOf(code: InlineCode, file: string): { readonly text: string; readonly place: Place } {
  const place = placeOfNode(code, file);
  return { text: code.value, place: { ...place, column: place.column + 1 } };
}

/** The first sentence that holds this word; a full stop in code ends none. */
export function sentenceWith(paragraphs: readonly string[], word: RegExp): string | null {
  for (const paragraph of paragraphs) {
    const masked = paragraph.replace(/`[^`]*`/g, (code) => "x".repeat(code.length));
    let start = 0;
    for (const match of masked.matchAll(/[.!?][)”"’']*(?=\s+[^a-z\s]|\s*$)/g)) {
      const end = match.index + match[0].length;
      if (word.test(masked.slice(start, end))) return paragraph.slice(start, end).trim();
      start = end;
    }
    if (word.test(masked.slice(start))) return paragraph.slice(start).trim();
  }
  return null;
}

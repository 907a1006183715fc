/** A handout, as Markdown → the spec that it says, or all that is wrong with it. Only wording is judged here; sense in check.ts. */

import type { RootContent, Table } from "mdast";
import { parseFrontMatter, splitFrontMatter } from "./front-matter.ts";
import { looksLikeRule, type Part, parseRuleTitle, partsOf } from "./headings.ts";
import { below, parsePage, placeOfNode, sentenceWith, wordsOf } from "./markdown.ts";
import { nearest } from "./nearest.ts";
import { isFragmentName } from "./note.ts";
import { error, inOrder, warning } from "./problem.ts";
import { diagramsIn, type Handout, readScenario } from "./scenarios.ts";
import type { ConsoleFormat, MessageFormat, Problem, Rule, Scenario, Spec } from "./spec.ts";
import { readConsole, readMessages } from "./tables.ts";

export interface Read {
  /** Null where an error stands among the problems. */
  readonly spec: Spec | null;
  readonly problems: readonly Problem[];
}

/** Reads a handout. The file's name is only used to say where something stands. */
export function parseHandout(text: string, file: string): Read {
  const { yaml, markdown } = splitFrontMatter(text.replace(/^\ufeff/, ""));
  const handout: Handout = { file, lines: markdown.split(/\r\n|[\n\r]/), problems: [] };
  if (yaml === null)
    handout.problems.push(error({ file, line: 1, column: 1 }, "expected front matter between two lines of `---`"));
  const { problems, ...settings } = parseFrontMatter(yaml ?? "protocol: none", file);
  handout.problems.push(...problems);
  const parts = partsOf(parsePage(markdown, file));
  const spec: Spec = { file, ...settings, ...readParts(parts, settings.protocol, handout) };
  const all = inOrder(handout.problems);
  return { spec: all.some(({ severity }) => severity === "error") ? null : spec, problems: all };
}

type Parts = Pick<Spec, "messages" | "console" | "rules" | "fragments">;

function readParts(parts: readonly Part[], protocol: string, handout: Handout): Parts {
  const messages: MessageFormat[] = [];
  const console: ConsoleFormat[] = [];
  const rules: Rule[] = [];
  const fragments = new Map<string, Scenario>();
  parts.forEach((part, index) => {
    const section = [...part.above, part.title].map((title) => title.toLowerCase());
    const title = parseRuleTitle(part.title);
    if (title) rules.push(readRule(title, part, blocksUnder(parts, index), handout));
    else if (looksLikeRule(part.title, protocol)) {
      const example = `${(protocol || "chat").toUpperCase()}-MSG-3 Title (2 points)`;
      handout.problems.push(error(part.place, `bad rule id in \`${part.title}\`: expected \`${example}\``));
    } else if (isUnderRule(parts, index)) return;
    else if (section.includes("messages"))
      messages.push(...tables(part).flatMap((table) => readMessages(table, handout.file, handout.problems)));
    else if (section.includes("console"))
      console.push(...tables(part).flatMap((table) => readConsole(table, handout.file, handout.problems)));
    else if (section.slice(0, -1).includes("fragments")) readFragment(part, fragments, handout);
    else {
      const meant = misspelt(parts, index);
      if (meant !== null)
        handout.problems.push(error(part.place, `unknown heading \`${part.title}\`: did you mean \`${meant}\`?`));
      for (const code of diagramsIn(part.blocks)) {
        handout.problems.push(
          warning(placeOfNode(code, handout.file), "this diagram stands under no rule, so it is not played"),
        );
      }
    }
  });
  return { messages, console, rules, fragments };
}

/** The heading that this one seems to be meant for: by its name, by what stands under it, and as there is none yet. */
function misspelt(parts: readonly Part[], index: number): string | null {
  const part = parts[index]!;
  const below = parts.slice(index + 1);
  const end = below.findIndex(({ depth }) => depth <= part.depth);
  const inner = below.slice(0, end < 0 ? below.length : end);
  if (inner.some(({ title }) => parseRuleTitle(title) !== null)) return null;
  const has = [part, ...inner].some((one) => tables(one).length > 0)
    ? ["Messages", "Console"]
    : inner.some(({ blocks }) => diagramsIn(blocks).length > 0)
      ? ["Fragments"]
      : [];
  const missing = has.filter((name) => !parts.some(({ title }) => title.toLowerCase() === name.toLowerCase()));
  return nearest(part.title, missing);
}

function tables(part: Part): readonly Table[] {
  return part.blocks.flatMap((block) => below(block, "table"));
}

/** A rule's own blocks and those under deeper headings that are no rules themselves. */
function blocksUnder(parts: readonly Part[], index: number): readonly RootContent[] {
  const rule = parts[index]!;
  const blocks = [...rule.blocks];
  for (const part of parts.slice(index + 1)) {
    if (part.depth <= rule.depth || parseRuleTitle(part.title)) break;
    blocks.push(...part.blocks);
  }
  return blocks;
}

function isUnderRule(parts: readonly Part[], index: number): boolean {
  return parts[index]!.above.some((title) => parseRuleTitle(title) !== null);
}

function readRule(
  heading: NonNullable<ReturnType<typeof parseRuleTitle>>,
  part: Part,
  blocks: readonly RootContent[],
  handout: Handout,
): Rule {
  const paragraphs = blocks.flatMap((block) => below(block, "paragraph")).map((one) => wordsOf(one, true));
  const must = sentenceWith(paragraphs, /\bMUST\b/);
  const points = /\(([^()]*\S)\s+points?\)$/i.exec(heading.title)?.[0];
  if (points !== undefined)
    handout.problems.push(
      error(part.place, `bad \`${points}\` in the heading of ${heading.id}: expected \`(2 points)\``),
    );
  const sentence = must ?? sentenceWith(paragraphs, /\bSHOULD\b/);
  if (sentence === null)
    handout.problems.push(error(part.place, `the prose of ${heading.id} says neither MUST nor SHOULD`));
  return {
    ...heading,
    section: part.above.findLast((title) => parseRuleTitle(title) === null) ?? "",
    sentence: sentence ?? "",
    level: must === null ? "SHOULD" : "MUST",
    subject: subjectOf(sentence ?? ""),
    scenarios: diagramsIn(blocks).map((code) => readScenario(code, heading.title, handout)),
    place: part.place,
  };
}

/** Who must: the last of the roles named before the first MUST or SHOULD. */
function subjectOf(sentence: string): Rule["subject"] {
  const [before = ""] = sentence.split(/\b(?:MUST|SHOULD)\b/);
  const roles = before.match(/\b(?:server|client)s?\b/gi) ?? [];
  const role = roles.at(-1)?.toLowerCase();
  return role === undefined ? null : role.startsWith("server") ? "server" : "client";
}

function readFragment(part: Part, fragments: Map<string, Scenario>, handout: Handout): void {
  const name = part.title;
  const [code, ...more] = diagramsIn(part.blocks);
  const trouble = !isFragmentName(name)
    ? `\`${name}\` is no fragment's name: expected words that begin no other note`
    : fragments.has(name)
      ? `the fragment \`${name}\` stands here a second time`
      : code === undefined || more.length > 0
        ? `the fragment \`${name}\` has ${code ? more.length + 1 : "no"} diagrams: expected one`
        : null;
  if (trouble !== null) handout.problems.push(error(part.place, trouble));
  else if (code) fragments.set(name, readScenario(code, name, handout));
}

/** Samples of one message → the templates that say all of them. */
import { escapeTemplate } from "../config/write.ts";
import type { Template } from "../dialect/dialect.ts";
import { print } from "../dialect/print.ts";
import { parseTemplate } from "../dialect/template.ts";
import type { Text } from "../language/spec.ts";
import { placed } from "../language/tape.ts";
import { escapeRegExp, literal } from "../projection/texts.ts";
import type { Sample } from "./align.ts";

/** A piece of a template on its way: what stands there, or a hole as it is written. */
type Token = { readonly text: string } | { readonly hole: string };

/** More wordings than this are not listed. */
const MOST_WORDINGS = 6;

/** Sources of templates, the one that says most first; none where nothing fits. */
export function guessTemplates(samples: readonly Sample[]): string[] {
  const variants = new Map<string, number>();
  for (const sample of samples) {
    for (const tokens of tokensOf(sample)) {
      const source = write(tokens);
      if (!variants.has(source)) variants.set(source, samples.filter((other) => says(source, other)).length);
    }
  }
  const ranked = [...variants].sort(([, a], [, b]) => b - a);
  const [best] = ranked;
  if (best === undefined) return [];
  // The others may be bugs of the program, which its dialect must not excuse.
  if (best[1] * 2 >= samples.length && !isOpen(samples[0]!)) return [best[0]];
  if (best[1] === samples.length) return [best[0]];
  const all = samples.map((sample) => tokensOf(sample)[0]!);
  const most = Math.max(...all.map(holesIn));
  const merged = all.filter((tokens) => holesIn(tokens) === most).reduce(merge);
  const source = write(isOpen(samples[0]!) ? named(merged, samples[0]!) : merged);
  if (/[^*\s]/.test(source.replace(/\{[^}]*\}/g, ""))) return [source];
  return ranked.length > MOST_WORDINGS ? [] : ranked.map(([each]) => each);
}

function says(source: string, sample: Sample): boolean {
  const found = parseTemplate(source, sample.row, sample.row.place);
  if ("message" in found) return false;
  const said = print(found[0] as Template, "sent", { fields: sample.fields, client: sample.client, unique: "" });
  return typeof said !== "string" && literal(said) === sample.text;
}

/** Each way in which the fields may stand there, the most telling first. */
function tokensOf(sample: Sample): Token[][] {
  let all: Token[][] = [[{ text: sample.text }]];
  for (const piece of sample.row.format) {
    const value = piece.kind === "hole" ? literal(sample.fields.get(piece.name) ?? []) : null;
    if (piece.kind !== "hole" || value === null || value === "") continue;
    const isList = piece.takes === "counted" || piece.takes === "words";
    all = all.flatMap((tokens) => {
      if (isList) return lists(tokens, piece.name, value.split(" "));
      return [replace(tokens, piece.takes === "rest" ? exactly(value) : word(value), `{${piece.name}}`)];
    });
  }
  return all.map((tokens) => others(tokens, sample));
}

function lists(tokens: readonly Token[], name: string, words: readonly string[]): Token[][] {
  const [first = "", second, ...more] = words.map(escapeRegExp);
  const between = second === undefined ? "" : `([^A-Za-z0-9]+)${second}${more.map((each) => `\\1${each}`).join("")}`;
  const found = match(tokens, new RegExp(`${START}${first}${between}${END}`));
  if (found === null) return [[...tokens]];
  const { at, text, index, length, by } = found;
  const around = (mark: string, cut = 0): Token[] => [
    ...tokens.slice(0, at),
    { text: text.slice(0, index - cut) },
    { hole: `{${name}${mark}}` },
    { text: text.slice(index + length) },
    ...tokens.slice(at + 1),
  ];
  const count = `${words.length} `;
  const counted = text.slice(0, index).endsWith(count) && !/\d$/.test(text.slice(0, index - count.length));
  const mark = by === undefined || by === " " ? "*" : `*|${by}`;
  const number = word(String(words.length));
  const plain = around(mark);
  return [
    ...(counted && (by === undefined || by === " ") ? [around("...", count.length)] : []),
    ...(match(plain, number) === null ? [] : [replace(plain, number, "{count}")]),
    plain,
    ...(words.length === 1 ? [around("")] : []),
  ];
}

/** Names that are no fields of this message: the client's own in what it says, anybody's in free wording. */
function others(tokens: readonly Token[], { row, client, names, fields }: Sample): Token[] {
  let all = [...tokens];
  const fixed = [...fields.values()].map((field) => literal(field) ?? "");
  if (row.sender === "client" && !fixed.includes(client)) return replace(all, word(client), "{client}");
  for (const name of names) if (isOpen({ row, fields })) all = replace(all, word(name), "*");
  return all;
}

/** Whether it has free wording. */
function isOpen({ fields }: Pick<Sample, "row" | "fields">): boolean {
  return [...fields.values()].some((field) => field.some((piece) => piece.kind === "hole" && piece.takes === "rest"));
}

/** Free wording at the end is the hole that the handout has for it. */
function named(tokens: readonly Token[], { row }: Sample): Token[] {
  const hole = row.format.find((piece) => piece.kind === "hole" && piece.takes === "rest");
  const last = tokens.findLastIndex((token) => "hole" in token || token.text !== "");
  return tokens.map((token, at) =>
    at === last && hole?.kind === "hole" && "hole" in token && token.hole === "*" ? { hole: `{${hole.name}}` } : token,
  );
}

/** Where two differ, anything may stand. */
function merge(a: readonly Token[], b: readonly Token[]): Token[] {
  const [left, right] = [cut(a), cut(b)];
  let start = 0;
  while (start < Math.min(left.length, right.length) && same(left[start]!, right[start]!)) start++;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && same(left.at(-1 - end)!, right.at(-1 - end)!)) end++;
  if (start === left.length && start === right.length) return left;
  const tail = end === 0 ? [] : left.slice(-end);
  const head = left.slice(0, start);
  const stars = (token: Token | undefined): boolean => token !== undefined && "hole" in token && token.hole === "*";
  return [
    ...(stars(head.at(-1)) ? head.slice(0, -1) : head),
    { hole: "*" },
    ...(stars(tail[0]) ? tail.slice(1) : tail),
  ];
}

/** How many fields were found. */
function holesIn(tokens: readonly Token[]): number {
  return tokens.filter((token) => "hole" in token && token.hole !== "*").length;
}

/** Words one by one, so that two texts differ by whole words. */
function cut(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token): Token[] =>
    "hole" in token ? [token] : (token.text.match(/[A-Za-z0-9]+|[^A-Za-z0-9]/g) ?? []).map((text) => ({ text })),
  );
}

function same(a: Token, b: Token): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const START = "(?<![A-Za-z0-9])";
const END = "(?![A-Za-z0-9])";

function word(text: string): RegExp {
  return new RegExp(`${START}${escapeRegExp(text)}${END}`);
}

function exactly(text: string): RegExp {
  return new RegExp(escapeRegExp(text));
}

interface Match {
  readonly at: number;
  readonly text: string;
  readonly index: number;
  readonly length: number;
  readonly by: string | undefined;
}

function match(tokens: readonly Token[], pattern: RegExp): Match | null {
  for (const [at, token] of tokens.entries()) {
    const found = "text" in token ? pattern.exec(token.text) : null;
    if (found && "text" in token)
      return { at, text: token.text, index: found.index, length: found[0].length, by: found[1] };
  }
  return null;
}

function replace(tokens: readonly Token[], pattern: RegExp, hole: string): Token[] {
  const found = match(tokens, pattern);
  if (found === null) return [...tokens];
  const { at, text, index, length } = found;
  const before = tokens.slice(0, at);
  return [
    ...before,
    { text: text.slice(0, index) },
    { hole },
    { text: text.slice(index + length) },
    ...tokens.slice(at + 1),
  ];
}

function write(tokens: readonly Token[]): string {
  return tokens.map((token) => ("hole" in token ? token.hole : escapeTemplate(token.text))).join("");
}

/** What a field holds, as it may be compared. */
export function wordsOf(field: Text): string[] {
  const { flat } = placed(field);
  return flat === "" ? [] : flat.split(" ");
}

/**
 * Which message of the scenario went over the wire as which. Both are in order, so it is the best way to go through both
 * at once: the names and words of a message stand nowhere else.
 */

import { type Found, rowOf } from "../dialect/rows.ts";
import { cutLines } from "../dialect/say.ts";
import type { Fields } from "../language/match.ts";
import type { MessageFormat, Spec } from "../language/spec.ts";
import { literal } from "../projection/texts.ts";
import type { Recording, Spoken, Unit } from "./recording.ts";

/** A message that was seen. */
export interface Sample {
  readonly row: MessageFormat;
  readonly fields: Fields;
  /** As it went over the wire; several lines where it took several. */
  readonly text: string;
  readonly client: string;
  /** All names of the scenario. */
  readonly names: readonly string[];
}

export function align(recording: Recording, units: readonly Unit[], spec: Spec): Sample[] {
  return [...recording.names.keys()].flatMap((client) =>
    alignClient(
      recording.spoken.filter((each) => each.client === client),
      units.filter((each) => each.client === client),
      recording,
      spec,
    ),
  );
}

/** Whether any word of its fields stands in it. */
export function holdsFields({ fields, text }: Sample): boolean {
  return wordsOf(fields).some((word) => holdsWord(text, word));
}

interface Message extends Spoken {
  readonly found: Found | null;
  readonly words: readonly string[];
}

function alignClient(spoken: readonly Spoken[], units: readonly Unit[], { names }: Recording, spec: Spec): Sample[] {
  const messages = spoken.flatMap((each): Message[] => {
    const rows = spec.messages.filter(({ sender }) => sender === each.sender);
    const lines = spec.framing[each.sender] === "line" ? cutLines(each.text) : [each.text];
    return lines.map((text) => {
      const found = rowOf(text, rows);
      return { ...each, text, found, words: wordsOf(found?.fields ?? null) };
    });
  });
  const people = [...new Set([...names.keys(), ...names.values()])];
  // best[i][j]: the most that messages from i and units from j can come to, and the way there.
  const best: { score: number; take: number }[][] = Array.from({ length: messages.length + 1 }, () =>
    Array.from({ length: units.length + 1 }, () => ({ score: 0, take: 0 })),
  );
  const last = best[messages.length]!;
  for (let j = units.length - 1; j >= 0; j--) last[j] = { score: passed(units, j) + last[j + 1]!.score, take: -1 };
  for (let i = messages.length - 1; i >= 0; i--) {
    for (let j = units.length; j >= 0; j--) {
      let found = { score: best[i + 1]![j]!.score, take: 0 };
      if (j < units.length && passed(units, j) + best[i]![j + 1]!.score > found.score)
        found = { score: passed(units, j) + best[i]![j + 1]!.score, take: -1 };
      for (const take of runs(units, j)) {
        // Without words of its own, it is not told from a part of another one.
        const isPart = units[j]!.follows || units[j + take]?.follows === true;
        if (isPart && messages[i]!.words.length === 0) continue;
        const score = likeness(messages[i]!, units.slice(j, j + take), people) + best[i + 1]![j + take]!.score;
        if (score > found.score || (score === found.score && found.take <= 0 && score > 0)) found = { score, take };
      }
      best[i]![j] = found;
    }
  }
  const samples: Sample[] = [];
  for (let i = 0, j = 0; i < messages.length; ) {
    const { take } = best[i]![j]!;
    if (take < 0) j++;
    else {
      const { found, client } = messages[i++]!;
      const text = together(units.slice(j, j + take));
      j += take;
      if (take > 0 && found?.fields)
        samples.push({
          row: found.row,
          fields: found.fields,
          text,
          client: names.get(client) ?? client,
          names: people,
        });
    }
  }
  return samples;
}

/** It costs something to pass over what may be a part of a message. */
function passed(units: readonly Unit[], at: number): number {
  return units[at]!.follows || units[at + 1]?.follows ? -0.2 : 0;
}

function together(units: readonly Unit[]): string {
  return units.map(({ text, follows }, at) => (at === 0 || follows ? text : `\n${text}`)).join("");
}

/** How many units from here may be one message: those that came in one piece, or one right behind the other. */
function runs(units: readonly Unit[], from: number): number[] {
  const first = units[from];
  if (first === undefined) return [];
  let end = from + 1;
  const goesOn = ({ piece, sender, follows }: Unit): boolean =>
    sender === first.sender && (follows || piece === first.piece);
  while (end < units.length && end - from < MOST && goesOn(units[end]!)) end++;
  return Array.from({ length: end - from }, (_, at) => at + 1);
}

/** A message is not longer than so many. */
const MOST = 64;

/** Nothing, or less, where the message cannot be it. */
function likeness({ sender, words, found, text }: Message, units: readonly Unit[], people: readonly string[]): number {
  if (units[0]!.sender !== sender) return Number.NEGATIVE_INFINITY;
  const whole = together(units);
  const there = words.filter((word) => holdsWord(whole, word)).length;
  const known = new Set([...words, ...wordsIn(literal(text) ?? "")]);
  const strangers = people.filter((name) => !known.has(name) && holdsWord(whole, name)).length;
  // Only a list takes several lines, and then all that came with it.
  const isList = found?.row.format.some((piece) => piece.kind === "hole" && /counted|words/.test(piece.takes)) ?? false;
  const inParts = units[1]?.follows === true;
  if (units.length > 1 && (inParts ? there === 0 && words.length > 0 : !isList || there === 0))
    return Number.NEGATIVE_INFINITY;
  const open = found?.row.format.some((piece) => piece.kind === "hole" && piece.takes === "rest") ?? true;
  const base = words.length === 0 ? 3 : there === 0 ? 1 : 3 + (10 * there) / words.length;
  return base + (inParts ? -0.1 : 0.1) * (units.length - 1) - (open && words.length === 0 ? 0 : 2 * strangers);
}

function wordsOf(fields: Fields | null): string[] {
  return [...new Set([...(fields ?? new Map())].flatMap(([, field]) => wordsIn(literal(field) ?? "")))];
}

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => word.length > 2);
}

/** Whether the word stands there by itself. */
function holdsWord(text: string, word: string): boolean {
  const plain = text.includes(word)
    ? text
    : text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
    if (!/[A-Za-z0-9]/.test(plain[at - 1] ?? " ") && !/[A-Za-z0-9]/.test(plain[at + word.length] ?? " ")) return true;
  }
  return false;
}

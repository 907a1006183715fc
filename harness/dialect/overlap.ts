/** Whether there is a text that two formats both fit: a walk through both at once, a character at a time. */
import type { MessageFormat, Spec, Text } from "../language/spec.ts";
import { isMissing, type Part, type Wording } from "./dialect.ts";

/** What a step may take: one character, any but white space, or any at all. */
type Taken = string | "word" | "any";

interface State {
  /** Where each kind of character leads. */
  readonly steps: readonly (readonly [Taken, number])[];
  /** Where one may go without a character. */
  readonly free: readonly number[];
}

/**
 * A text that fits both, or null. Names are varied in each run, so a hole for a word is never a word of the other format.
 * Lists and counts are taken for what they look like, so it may say too much, never too little.
 */
export function overlap(a: readonly Part[], b: readonly Part[]): string | null {
  const [one, two] = [machine(a), machine(b)];
  const seen = new Set<string>();
  const left: { readonly at: readonly [number, number]; readonly text: string }[] = [{ at: [0, 0], text: "" }];
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const [i, j] = next.at;
    const key = `${i} ${j}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (i === one.length - 1 && j === two.length - 1) return next.text;
    for (const free of one[i]!.free) left.unshift({ at: [free, j], text: next.text });
    for (const free of two[j]!.free) left.unshift({ at: [i, free], text: next.text });
    for (const [x, to] of one[i]!.steps) {
      for (const [y, and] of two[j]!.steps) {
        const character = both(x, y);
        if (character !== null) left.push({ at: [to, and], text: next.text + character });
      }
    }
  }
  return null;
}

function both(x: Taken, y: Taken): string | null {
  if (x.length === 1) return y === x || y === "any" ? x : null;
  return y.length === 1 ? both(y, x) : "x";
}

function machine(parts: readonly Part[]): State[] {
  const states: { steps: [Taken, number][]; free: number[] }[] = [{ steps: [], free: [] }];
  const add = (): number => states.push({ steps: [], free: [] }) - 1;
  for (const part of parts) {
    if (part.kind === "literal") {
      for (const unit of part.text.split("")) states[states.length - 1]!.steps.push([unit, add()]);
      continue;
    }
    const here = states.length - 1;
    const isWord = part.kind === "client" || part.kind === "count" || (part.kind === "hole" && part.takes === "word");
    if (isWord || (part.kind === "hole" && (part.takes === "address" || part.takes === "counted"))) {
      const taken: Taken = part.kind === "hole" && part.takes === "counted" ? "any" : "word";
      const end = add();
      states[here]!.steps.push([taken, end]);
      states[end]!.steps.push([taken, end]);
      states[end]!.free.push(add());
    } else {
      states[here]!.steps.push(["any", here]);
      states[here]!.free.push(add());
    }
  }
  return states;
}

export interface Confusion {
  readonly name: string;
  readonly other: string;
  /** What may be both. */
  readonly text: string;
}

/**
 * Messages of one sender that the handout tells apart and the templates do not. Nobody could say which of them came, so
 * a wrong one would be taken for a right one.
 */
export function confusions(
  spec: Spec,
  wordings: ReadonlyMap<string, Wording>,
  same: readonly (readonly [string, string])[],
): Confusion[] {
  const found: Confusion[] = [];
  for (const [at, a] of spec.messages.entries()) {
    for (const b of spec.messages.slice(at + 1)) {
      if (a.sender !== b.sender || (!wordings.has(a.name) && !wordings.has(b.name))) continue;
      if (same.some(([x, y]) => (x === b.name && y === a.name) || (x === a.name && y === b.name))) continue;
      if (overlap(ownParts(a.format), ownParts(b.format)) !== null) continue;
      const text = common(partsOf(a, wordings), partsOf(b, wordings));
      // The one that is written is at fault.
      const [name, other] = wordings.has(b.name) ? [b.name, a.name] : [a.name, b.name];
      if (text !== null && !found.some((before) => before.name === name)) found.push({ name, other, text });
    }
  }
  return found;
}

function partsOf({ name, format }: MessageFormat, wordings: ReadonlyMap<string, Wording>): (readonly Part[])[] {
  const wording = wordings.get(name);
  if (wording === undefined) return [ownParts(format)];
  return isMissing(wording) ? [] : wording.map(({ parts }) => parts);
}

function common(some: readonly (readonly Part[])[], others: readonly (readonly Part[])[]): string | null {
  for (const a of some) {
    for (const b of others) {
      const text = overlap(a, b);
      if (text !== null) return text;
    }
  }
  return null;
}

/** The handout's format as a template of its own. */
export function ownParts(format: Text): readonly Part[] {
  return format.flatMap((piece): Part[] => {
    if (piece.kind === "filler") return [];
    return [piece.kind === "literal" ? piece : { ...piece, by: " ", around: "" }];
  });
}

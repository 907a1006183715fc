/** Whether there is a text that two formats both fit: a walk through both at once, a character at a time. */
import type { Part } from "./dialect.ts";

/** What a step may take: one character, any but white space, or any at all. */
type Taken = string | "word" | "any";

interface State {
  /** Where each kind of character leads. */
  readonly steps: readonly (readonly [Taken, number])[];
  /** Where one may go without a character. */
  readonly free: readonly number[];
}

/** A text that fits both, or null. Lists and counts are taken for what they look like, so it may say too much, never too little. */
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
  if (x.length === 1) return y === x || y === "any" || (y === "word" && /\S/.test(x)) ? x : null;
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

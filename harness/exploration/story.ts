/** Actions → the scenario that they make, and which rules each of its steps belongs to. */
import type { Scenario, Step, Text } from "../language/spec.ts";
import { flatten } from "../language/steps.ts";
import type { Claim, Model } from "./model.ts";
import { NOWHERE } from "./steps.ts";

export interface Story {
  readonly scenario: Scenario;
  /** The rules of each row, in the order in which they are played. */
  readonly rules: readonly (readonly string[])[];
  /** The same, for what has the right words in another order. */
  readonly reordered: readonly (readonly string[])[];
  /** What is broken when, after the last action, something comes that nothing expects. */
  readonly otherwise: readonly string[];
}

/** Actions that are not possible are passed over. */
export function story<State, Action>(model: Model<State, Action>, actions: readonly Action[], name: string): Story {
  const claims: Claim[] = [...model.opening];
  let state = model.initial;
  const seen = new Set<string>();
  let otherwise: readonly string[] = [];
  for (const action of actions) {
    const next = model.act(state, action);
    if (next === null) continue;
    ({ state, otherwise } = next);
    claims.push(...withOwnHoles(next.claims, seen));
  }
  return {
    scenario: { name, steps: claims.map(({ step }) => step), place: NOWHERE },
    rules: claims.flatMap(({ step, rules }) => rowsOf(step).map(() => rules)),
    reordered: claims.flatMap(({ step, rules, reordered }) => rowsOf(step).map(() => reordered ?? rules)),
    otherwise,
  };
}

/** A block has a row for each step in it, and none for itself. */
function rowsOf(step: Step): readonly Step[] {
  return flatten([step]).filter(({ kind }) => !["loop", "par", "alt", "opt"].includes(kind));
}

/** What a hole stands for is the same within one action, and another in the next: `replytext`, then `reply2text`. */
function withOwnHoles(claims: readonly Claim[], seen: Set<string>): Claim[] {
  const names = new Map<string, string>();
  const renamed = (name: string): string => {
    const [, stem = "", end = ""] = /^(.*?)(text)?$/s.exec(name) ?? [];
    let own = name;
    for (let n = 2; seen.has(own); n++) own = `${stem}${n}${end}`;
    return own;
  };
  const text = (before: Text): Text =>
    before.map((piece) => {
      if (piece.kind !== "hole") return piece;
      const name = names.get(piece.name) ?? renamed(piece.name);
      names.set(piece.name, name);
      return { ...piece, name };
    });
  const step = (before: Step): Step => {
    if (before.kind === "par" || before.kind === "alt")
      return { ...before, branches: before.branches.map((branch) => branch.map(step)) };
    if (before.kind === "prints-something") return { ...before, with: before.with && text(before.with) };
    return "text" in before ? { ...before, text: text(before.text) } : before;
  };
  const own = claims.map((claim) => ({ ...claim, step: step(claim.step) }));
  for (const name of names.values()) seen.add(name);
  return own;
}

/** Actions → the scenario that they make, and which rules each of its steps belongs to. */
import type { Scenario, Step } from "../language/spec.ts";
import { flatten } from "../language/steps.ts";
import type { Claim, Model } from "./model.ts";
import { ownHoles } from "./own-holes.ts";
import { NOWHERE } from "./steps.ts";

export interface Story {
  readonly scenario: Scenario;
  /** The rules of each row, in the order in which they are played. */
  readonly rules: readonly (readonly string[])[];
  /** The same, for what has the right words in another order. */
  readonly reordered: readonly (readonly string[])[];
  /** The same, where nothing comes. */
  readonly missing: readonly (readonly string[])[];
  /** What is broken when, after the last action, something comes that nothing expects. */
  readonly otherwise: readonly string[];
}

/** Actions that are not possible are passed over. */
export function story<State, Action>(model: Model<State, Action>, actions: readonly Action[], name: string): Story {
  const claims: Claim[] = [...model.opening];
  let state = model.initial;
  const common = new Set(model.common);
  const seen = new Set(common);
  let otherwise: readonly string[] = [];
  for (const action of actions) {
    const next = model.act(state, action);
    if (next === null) continue;
    ({ state, otherwise } = next);
    const steps = ownHoles(
      next.claims.map(({ step }) => step),
      seen,
      common,
    );
    claims.push(...next.claims.map((claim, i) => ({ ...claim, step: steps[i]! })));
  }
  return {
    scenario: { name, steps: claims.map(({ step }) => step), place: NOWHERE },
    rules: rulesOf(claims),
    reordered: rulesOf(claims, ({ rules, reordered = rules }) => reordered),
    missing: rulesOf(claims, ({ rules, missing = rules }) => missing),
    otherwise,
  };
}

/** The rules of each row. */
export function rulesOf(
  claims: readonly Claim[],
  of: (claim: Claim) => readonly string[] = ({ rules }) => rules,
): (readonly string[])[] {
  return claims.flatMap((claim) =>
    claim.within === undefined ? rowsOf(claim.step).map(() => of(claim)) : rulesOf(claim.within, of),
  );
}

/** A block has a row for each step in it, and none for itself. */
export function rowsOf(step: Step): readonly Step[] {
  return flatten([step]).filter(({ kind }) => !["loop", "par", "alt", "opt"].includes(kind));
}

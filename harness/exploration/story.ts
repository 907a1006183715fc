/** Actions → the scenario that they make, and which rules each of its steps belongs to. */
import type { Scenario } from "../language/spec.ts";
import { flatten } from "../language/steps.ts";
import type { Claim, Model } from "./model.ts";
import { NOWHERE } from "./steps.ts";

export interface Story {
  readonly scenario: Scenario;
  /** The rules of each row, in the order in which they are played. */
  readonly rules: readonly (readonly string[])[];
  /** What is broken when, after the last action, something comes that nothing expects. */
  readonly otherwise: readonly string[];
}

/** Actions that are not possible are passed over. */
export function story<State, Action>(model: Model<State, Action>, actions: readonly Action[], name: string): Story {
  const claims: Claim[] = [...model.opening];
  let state = model.initial;
  let otherwise: readonly string[] = [];
  for (const action of actions) {
    const next = model.act(state, action);
    if (next === null) continue;
    ({ state, otherwise } = next);
    claims.push(...next.claims);
  }
  return {
    scenario: { name, steps: claims.map(({ step }) => step), place: NOWHERE },
    // A block has a row for each step in it, and none for itself.
    rules: claims.flatMap(({ step, rules }) =>
      flatten([step])
        .filter(({ kind }) => !["loop", "par", "alt", "opt"].includes(kind))
        .map(() => rules),
    ),
    otherwise,
  };
}

/** Steps → the steps in them, those in blocks too, and who takes part. */

import type { Over, Step, Who } from "./spec.ts";

/** The blocks' own lists of steps; none for a step that is no block. */
export function branchesOf(step: Step): readonly (readonly Step[])[] {
  switch (step.kind) {
    case "loop":
    case "opt":
      return [step.steps];
    case "par":
    case "alt":
      return step.branches;
    default:
      return [];
  }
}

/** What a block runs over; null for all other steps. */
export function overOf(step: Step): Over | null {
  return step.kind === "loop" || step.kind === "par" ? step.over : null;
}

/** All steps, in the order in which they are written; a block stands before what is in it. */
export function flatten(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...branchesOf(step).flatMap(flatten)]);
}

/** The participants that a step names. */
export function whoOf(step: Step): readonly Who[] {
  if ("from" in step) return [step.from, step.to];
  if (!("who" in step)) return [];
  return typeof step.who === "string" ? [step.who] : step.who;
}

/** Whether a step shows that its participants are there, and does not only say something about them. */
export function takesPart(step: Step): boolean {
  switch (step.kind) {
    case "has-file":
    case "saves-file":
    case "hears-nothing":
    case "hears-anything":
    case "stops-reading":
    case "reads-on":
      return false;
    default:
      return true;
  }
}

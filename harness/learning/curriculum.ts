/** Which scenarios are played to learn a wire: a few short ones for each message. */
import { rowOf } from "../dialect/rows.ts";
import type { Spec } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import { leaves, type Tree } from "../projection/tree.ts";
import type { Trial } from "../projection/trials.ts";

/** Enough to see a list of one and of several, and more than one reason for an error. */
const EACH = 6;
/** Longer scenarios tell nothing that shorter ones do not. */
const MOST_ROWS = 40;

export function curriculum(trials: readonly Trial[], spec: Spec): Trial[] {
  const sizes = new Map(trials.map((trial) => [trial, [...leaves(trial.written)].length]));
  const fit = trials
    .filter((trial) => trial.part !== null && !hasPar(trial.written) && sizes.get(trial)! <= MOST_ROWS)
    .sort((a, b) => sizes.get(a)! - sizes.get(b)!);
  const left = new Map(spec.messages.map(({ name }) => [name, EACH]));
  return fit.filter((trial) => {
    const wanted = [...namesIn(trial, spec)].filter((name) => (left.get(name) ?? 0) > 0);
    for (const name of wanted) left.set(name, left.get(name)! - 1);
    return wanted.length > 0;
  });
}

function namesIn({ written }: Trial, spec: Spec): Set<string> {
  const names = [...leaves(written)].flatMap(({ step }) => {
    if (step.kind !== "message") return [];
    const sender = isServer(step.from) ? "server" : "client";
    const found = rowOf(
      step.text,
      spec.messages.filter((row) => row.sender === sender),
    );
    return found === null ? [] : [found.row.name];
  });
  return new Set(names);
}

/** What happens at the same time is in no order. */
function hasPar<Leaf>(trees: readonly Tree<Leaf>[]): boolean {
  return trees.some((tree) => tree.kind === "par" || (tree.kind === "alt" && tree.branches.some(hasPar)));
}

/** Which scenarios are played to learn a wire: a few short ones for each message that is asked for. */
import { rowOf } from "../dialect/rows.ts";
import type { Spec } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import { literal } from "../projection/texts.ts";
import { leaves, type Tree } from "../projection/tree.ts";
import type { Trial } from "../projection/trials.ts";

/** Enough to see a list of one and of several, and more than one reason for an error. */
const EACH = 6;
/** Longer scenarios tell nothing that shorter ones do not. */
const MOST_ROWS = 40;

export function curriculum(
  trials: readonly Trial[],
  spec: Spec,
  names: readonly string[] = spec.messages.map(({ name }) => name),
): Trial[] {
  const sizes = new Map(trials.map((trial) => [trial, [...leaves(trial.written)].length]));
  const fit = trials
    .filter(
      (trial) => trial.part !== null && !hasPar(trial.written) && !isLong(trial) && sizes.get(trial)! <= MOST_ROWS,
    )
    .sort((a, b) => sizes.get(a)! - sizes.get(b)!);
  const left = new Map(names.flatMap((name) => [name, several(name)].map((kind) => [kind, EACH] as [string, number])));
  return fit.filter((trial) => {
    const wanted = [...kindsIn(trial, spec)].filter((kind) => (left.get(kind) ?? 0) > 0);
    for (const kind of wanted) left.set(kind, left.get(kind)! - 1);
    return wanted.length > 0;
  });
}

/** The messages in a scenario; one with a list of several words is another kind than one with a list of one. */
function kindsIn({ written }: Trial, spec: Spec): Set<string> {
  const kinds = [...leaves(written)].flatMap(({ step }) => {
    if (step.kind !== "message") return [];
    const sender = isServer(step.from) ? "server" : "client";
    const rows = spec.messages.filter((row) => row.sender === sender);
    const found = rowOf(step.text, rows);
    if (found === null) return [];
    const { name, format } = found.row;
    const list = format.find((piece) => piece.kind === "hole" && /counted|words/.test(piece.takes));
    const words = list?.kind === "hole" ? literal(found.fields?.get(list.name) ?? []) : null;
    return words?.includes(" ") ? [several(name)] : [name];
  });
  return new Set(kinds);
}

function several(name: string): string {
  return `${name} of several`;
}

/** Long texts tell nothing that short ones do not, and take long to look through. */
function isLong({ written }: Trial): boolean {
  return [...leaves(written)].some(({ step }) => "text" in step && step.text.some(({ kind }) => kind === "filler"));
}

/** What happens at the same time is in no order. */
function hasPar<Leaf>(trees: readonly Tree<Leaf>[]): boolean {
  return trees.some((tree) => tree.kind === "par" || (tree.kind === "alt" && tree.branches.some(hasPar)));
}

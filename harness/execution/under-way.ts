/** Where a part stands while it is played: what is under way, what it waits for, and what happens beside it. */
import type { Expectation, Link, Move } from "../projection/part.ts";
import { leaves, type Tree } from "../projection/tree.ts";
import type { Attempt } from "./scene.ts";

/** Somewhere in the tree: the next thing of a list, and the branches below it that are under way. */
export interface Cursor {
  readonly trees: readonly Tree<Move>[];
  at: number;
  branches: Cursor[] | null;
  /** The pass in which it did something last. */
  pass: number;
  /** It is one of several that go forward together. */
  readonly together: boolean;
}

/** What a cursor waits for. */
export interface Wait {
  readonly move: Move;
  readonly attempt: Attempt | "pace" | "choice";
}

/** The moves that this list can begin with; null when it begins with something to do, or is empty. */
export function firsts(trees: readonly Tree<Move>[]): (Move & { readonly expects: Expectation })[] | null {
  const first = trees[0];
  if (first === undefined) return null;
  if (first.kind === "leaf") return "expects" in first.leaf ? [first.leaf] : null;
  const heads = first.branches.map(firsts);
  return heads.every((each) => each !== null) ? heads.flat() : null;
}

/** What happens at the same time, in other branches. */
export function besides(trees: readonly Tree<Move>[], move: Move): Move[] {
  const holds = (branch: readonly Tree<Move>[]): boolean => [...leaves(branch)].includes(move);
  return trees.flatMap((tree) => {
    if (tree.kind === "leaf" || !tree.branches.some(holds)) return [];
    return tree.branches.flatMap((branch) => {
      if (holds(branch)) return besides(branch, move);
      return tree.kind === "par" ? [...leaves(branch)] : [];
    });
  });
}

/** All of them have got something that they did not expect, in the same place. */
export function sameChannel(heads: readonly Wait[]): boolean {
  const keys = new Set(heads.map(({ move }) => ("expects" in move ? JSON.stringify(linkOrWho(move.expects)) : "")));
  return keys.size === 1 && heads.every((wait) => typeof wait.attempt !== "string" && wait.attempt.kind === "off");
}

/** Where it is to be met. */
export function linkOrWho(expected: Expectation): Link | string {
  return "link" in expected ? expected.link : "who" in expected ? expected.who : "";
}

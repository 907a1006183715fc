/** A scenario or a part as a tree: things in order, at the same time, or one of several outcomes. */

export type Tree<Leaf> =
  | { readonly kind: "leaf"; readonly leaf: Leaf }
  | { readonly kind: "par"; readonly branches: readonly (readonly Tree<Leaf>[])[] }
  /** One of these outcomes, wholly; an empty branch: none of the others. */
  | { readonly kind: "alt"; readonly branches: readonly (readonly Tree<Leaf>[])[] };

/** All leaves, in the order written. */
export function* leaves<Leaf>(trees: readonly Tree<Leaf>[]): Generator<Leaf> {
  for (const tree of trees) {
    if (tree.kind === "leaf") yield tree.leaf;
    else for (const branch of tree.branches) yield* leaves(branch);
  }
}

/** Each leaf becomes any number of leaves; blocks of which nothing is left go. */
export function flatMap<A, B>(trees: readonly Tree<A>[], change: (leaf: A) => readonly B[]): Tree<B>[] {
  return trees.flatMap((tree): Tree<B>[] => {
    if (tree.kind === "leaf") return change(tree.leaf).map((leaf) => ({ kind: "leaf", leaf }));
    const branches = tree.branches.map((branch) => flatMap(branch, change));
    const full = branches.filter((branch) => branch.length > 0);
    if (full.length === 0) return [];
    return [{ kind: tree.kind, branches: tree.kind === "par" ? full : branches }];
  });
}

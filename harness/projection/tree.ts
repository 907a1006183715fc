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

/**
 * Each leaf becomes any number of leaves; blocks of which nothing is left go.
 * @param before what comes before a choice, whatever is chosen
 */
export function flatMap<A, B>(
  trees: readonly Tree<A>[],
  change: (leaf: A) => readonly B[],
  before: (choice: Tree<A>) => readonly B[] = () => [],
): Tree<B>[] {
  const all = (leaves: readonly B[]): Tree<B>[] => leaves.map((leaf) => ({ kind: "leaf", leaf }));
  return trees.flatMap((tree): Tree<B>[] => {
    if (tree.kind === "leaf") return all(change(tree.leaf));
    const first = tree.kind === "alt" ? all(before(tree)) : [];
    const branches = tree.branches.map((branch) => flatMap(branch, change, before));
    const full = branches.filter((branch) => branch.length > 0);
    if (full.length === 0) return first;
    return [...first, { kind: tree.kind, branches: tree.kind === "par" ? full : branches }];
  });
}

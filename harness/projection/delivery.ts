/**
 * Adverse delivery: TCP promises that bytes come in order, and nothing about how they are cut, or whether the other
 * side closes its direction once it has said everything (RFC 9293). Part → the same part, delivered so.
 */
import type { Spec, Text } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import type { Deed, Expectation, Link, Move, Part } from "./part.ts";
import type { Tree } from "./tree.ts";

/** How a message is cut; the program has read each piece before the next one goes out. */
export type Cut = "in a character" | "before its end" | "in bytes";
/** What happens to the messages that the harness sends. */
export type Delivery = Cut | "merged" | "half-closed";

export const deliveries: readonly Delivery[] = [
  "in a character",
  "before its end",
  "in bytes",
  "merged",
  "half-closed",
];

/** As it is told to people, after the scenario's name. */
export const inWords: Readonly<Record<Delivery, string>> = {
  "in a character": "each message cut in two inside a character",
  "before its end": "each message cut in two before its end",
  "in bytes": "each message byte by byte",
  merged: "neighbouring messages in one segment",
  "half-closed": "the client's direction closed after its last message",
};

/** @returns null when this part would be played as it is without */
export function deliver(part: Part, delivery: Delivery, spec: Spec): Part | null {
  const under = (link: Link): boolean => part.under.some((who) => isServer(who) && who === link.server);
  const sent = (link: Link): boolean => spec.framing[under(link) ? "client" : "server"] !== "none";
  switch (delivery) {
    case "merged":
      return changed(part, (trees) => merge(trees, sent));
    case "half-closed":
      return changed(part, (trees) => endEarly(trees, (link) => sent(link) && under(link)));
    default:
      return changed(part, (trees) => cut(trees, delivery, sent));
  }
}

function changed(part: Part, change: (trees: readonly Tree<Move>[]) => readonly Tree<Move>[]): Part | null {
  let same = true;
  const all = (trees: readonly Tree<Move>[]): readonly Tree<Move>[] => {
    const found = change(trees);
    same &&= found.length === trees.length && found.every((tree, i) => tree === trees[i]);
    return found.map((tree) => (tree.kind === "leaf" ? tree : { ...tree, branches: tree.branches.map(all) }));
  };
  const moves = all(part.moves);
  return same ? null : { ...part, moves };
}

type Send = Extract<Deed, { kind: "send" }>;

function sendOf(tree: Tree<Move> | undefined): Send | null {
  return tree?.kind === "leaf" && "does" in tree.leaf && tree.leaf.does.kind === "send" ? tree.leaf.does : null;
}

function expectationOf(tree: Tree<Move> | undefined): Expectation | null {
  return tree?.kind === "leaf" && "expects" in tree.leaf ? tree.leaf.expects : null;
}

/** The same move with another deed. */
function doing(tree: Tree<Move>, does: Deed): Tree<Move> {
  if (tree.kind !== "leaf") return tree;
  return { kind: "leaf", leaf: { row: tree.leaf.row, fragment: tree.leaf.fragment, does } };
}

function cut(trees: readonly Tree<Move>[], how: Cut, sent: (link: Link) => boolean): Tree<Move>[] {
  return trees.map((tree) => {
    const send = sendOf(tree);
    const whole = send === null || !sent(send.link) || (how === "in a character" && !hasLongCharacter(send.text));
    return whole ? tree : doing(tree, { ...send, cut: how });
  });
}

/** One that has several bytes in UTF-8; a raw byte stands as a lone surrogate. */
function hasLongCharacter(text: Text): boolean {
  return text.some((piece) => piece.kind === "literal" && /[^\0-\x7f\ud800-\udfff]/u.test(piece.text));
}

/**
 * A message goes out together with the one before on its connection, if nothing is done in between: what is only
 * awaited there comes all the same. A message that repeats what came must wait for it.
 */
function merge(trees: readonly Tree<Move>[], sent: (link: Link) => boolean): Tree<Move>[] {
  const found: Tree<Move>[] = [];
  let first: number | null = null;
  for (const tree of trees) {
    const send = sendOf(tree);
    const before = first === null ? null : sendOf(found[first]);
    if (send !== null && before !== null && sameLink(send.link, before.link) && isKnown(send.text)) {
      found[first!] = doing(found[first!]!, { ...before, also: [...(before.also ?? []), send.text] });
      // Its row is seen to be done when what stood before it has been met.
      found.push(doing(tree, { ...send, sent: true }));
      continue;
    }
    if (send !== null) first = sent(send.link) ? found.length : null;
    else if (!canWait(expectationOf(tree))) first = null;
    found.push(tree);
  }
  return found;
}

function canWait(expected: Expectation | null): boolean {
  return ["receive", "printed", "printed-something"].includes(expected?.kind ?? "");
}

/** The last message before the server closes the connection is the last, and the client says so. */
function endEarly(trees: readonly Tree<Move>[], sent: (link: Link) => boolean): Tree<Move>[] {
  return trees.map((tree, i) => {
    const send = sendOf(tree);
    if (send === null || !sent(send.link)) return tree;
    for (const later of trees.slice(i + 1)) {
      const expected = expectationOf(later);
      if (expected?.kind === "closed" && sameLink(expected.link, send.link))
        return doing(tree, { ...send, isLast: true });
      if (!canWait(expected)) return tree;
    }
    return tree;
  });
}

function sameLink(a: Link, b: Link): boolean {
  return a.client === b.client && a.server === b.server;
}

function isKnown(text: Text): boolean {
  return text.every((piece) => piece.kind !== "hole");
}

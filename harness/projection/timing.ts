/**
 * What a diagram says to happen at the same time happens in some order all the same, and in which one is drawn: who
 * begins, how much later the others follow, and who says it in two pieces. Part → the same part, timed so.
 */
import type { Deed, Link, Move, Part } from "./part.ts";
import { leaves, type Tree } from "./tree.ts";

/** A number from 0 up to 1. */
export type Draw = () => number;

/** Others follow after this long at least, and at most (ms): longer than a program takes for one message it needs not be. */
const [SOONEST, LATEST] = [0.02, 2];
/** All of them within this long (ms). */
const TOGETHER = 5;
/** A diagram with more to do at the same time is about how many they are. */
const MANY = 100;

type Branch = readonly Tree<Move>[];

/** Whether two or more do something at the same time. */
export function isRace(part: Part): boolean {
  return deedsIn(part) <= MANY && hasRace(part.moves);
}

/** How much there is to do in it. */
export function deedsIn({ moves }: Part): number {
  return [...leaves(moves)].filter((move) => "does" in move && canWait(move.does)).length;
}

function hasRace(trees: Branch): boolean {
  return trees.some((tree) => {
    if (tree.kind === "leaf") return false;
    return (
      tree.branches.some(hasRace) || (tree.kind === "par" && flat(tree.branches).filter(beginsWithDeed).length > 1)
    );
  });
}

/**
 * Half of the time all who speak at the same time have been there for a while.
 * @param framed whether what we send there is told apart however it is cut */
export function retimed(part: Part, draw: Draw, framed: (link: Link) => boolean): Part {
  const known = new Set<string>();
  const early = draw() < 0.5;
  const all = (trees: Branch): Branch =>
    trees.flatMap((tree): Branch => {
      if (tree.kind === "leaf") {
        if ("does" in tree.leaf && "link" in tree.leaf.does) known.add(keyOf(tree.leaf.does.link));
        return [tree];
      }
      const before = tree.kind === "par" && early ? connecting(flat(tree.branches), known) : [];
      const branches = (tree.kind === "par" ? flat(tree.branches) : tree.branches).map(all);
      return [...before, { ...tree, branches: tree.kind === "par" ? timed(branches, draw, framed) : branches }];
    });
  return { ...part, moves: all(part.moves) };
}

/** So many at most come before they speak: whether more of them have all been let in is not easily seen. */
const FEW = 3;

/** Opens the connections on which these begin to speak, where there are none yet. */
function connecting(branches: readonly Branch[], known: ReadonlySet<string>): Branch {
  const opening = branches.flatMap(([first]): Branch => {
    if (first?.kind !== "leaf" || !("does" in first.leaf) || first.leaf.does.kind !== "send") return [];
    const { row, fragment, does } = first.leaf;
    if (known.has(keyOf(does.link)) || does.link.client.startsWith("{")) return [];
    return [{ kind: "leaf", leaf: { row, fragment, does: { kind: "connect", link: does.link } } }];
  });
  return opening.length > FEW ? [] : opening;
}

function keyOf({ client, server }: Link): string {
  return `${client} ${server}`;
}

/** All at the same time, or one shortly after the other, or one of them in pieces. */
function timed(branches: readonly Branch[], draw: Draw, framed: (link: Link) => boolean): readonly Branch[] {
  const racing = shuffled(branches.filter(beginsWithDeed), draw);
  if (racing.length < 2) return branches;
  const manner = draw();
  const longest = Math.min(LATEST, TOGETHER / racing.length);
  const staggered = manner < 0.4 ? racing : racing.map((branch, i) => (i === 0 ? branch : begun(branch, later())));
  const ready = manner < 0.8 ? staggered : inPieces(racing, Math.floor(draw() * racing.length), framed);
  const left = [...ready];
  return branches.map((branch) => (beginsWithDeed(branch) ? left.shift()! : branch));

  function later(): (deed: Timely) => Deed {
    const after = SOONEST * (longest / SOONEST) ** draw();
    return (deed) => ({ ...deed, after });
  }
}

function inPieces(branches: readonly Branch[], at: number, framed: (link: Link) => boolean): readonly Branch[] {
  const cut = (deed: Timely): Deed =>
    deed.kind === "send" && framed(deed.link) ? { ...deed, cut: "before its end" } : deed;
  return branches.map((branch, i) => (i === at ? begun(branch, cut) : branch));
}

type Timely = Extract<Deed, { kind: "send" | "close" }>;

function canWait(deed: Deed): deed is Timely {
  return deed.kind === "send" || deed.kind === "close";
}

function beginsWithDeed([first]: Branch): boolean {
  return first?.kind === "leaf" && "does" in first.leaf && canWait(first.leaf.does);
}

/** The same branch with another first deed. */
function begun([first, ...rest]: Branch, change: (deed: Timely) => Deed): Branch {
  if (first?.kind !== "leaf" || !("does" in first.leaf) || !canWait(first.leaf.does)) return [first!, ...rest];
  const { row, fragment, does } = first.leaf;
  return [{ kind: "leaf", leaf: { row, fragment, does: change(does) } }, ...rest];
}

/** What is at the same time within what is at the same time. */
function flat(branches: readonly Branch[]): readonly Branch[] {
  return branches.flatMap((branch) => {
    const [only, ...others] = branch;
    return only?.kind === "par" && others.length === 0 ? flat(only.branches) : [branch];
  });
}

function shuffled<T>(all: readonly T[], draw: Draw): T[] {
  const found = [...all];
  for (let i = found.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [found[i], found[j]] = [found[j]!, found[i]!];
  }
  return found;
}

/** The same numbers for the same seed (mulberry32). */
export function draws(seed: number): Draw {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

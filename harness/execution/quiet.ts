/**
 * Waits until something happens or nothing more will: programs all of whose threads wait for input,
 * twice in a row without having run in between, and nothing on its way, have done all they will do.
 */
import type { Look } from "./linux/watch.ts";
import { Patience } from "./patience.ts";
import type { Silence } from "./transcript.ts";

/**
 * How sure it has to be that nothing more comes. idle: the programs have done what they will do for now.
 * settled: nor does the system hold back anything that they have sent. silent: sure enough to fail them.
 */
export type Depth = "idle" | "settled" | "silent";

/** This machine was too busy to judge. */
export class Starved extends Error {}

export interface Quiet {
  /** Looks at the programs; `unknown` when they are out of our sight (`--connect`). */
  readonly look: () => Look;
  /** Counts what has happened. */
  readonly version: () => number;
  /** Resolves when something happens after `version`, or at the signal. */
  readonly change: (version: number, ms: number) => Promise<void>;
  /** How long silence may last, in ms, before it is held against a program that seems busy. */
  readonly deadline: number;
  /** The slowest reply so far in ms. */
  readonly slowest: () => number;
  /** Up to when (performance.now()) something that was sent to us may be held back. */
  readonly held: () => number;
  /** Something of ours has not reached the programs yet: as long as it is on its way, their waiting proves nothing. */
  readonly underway: (depth: Depth) => boolean;
  /** Programs under test talk to each other, where we do not see what is held back. */
  readonly hidden: boolean;
  /** All that we have done has reached the programs' end, and all that they do reaches ours at once: by the kernel alone. */
  readonly prompt: () => boolean;
}

/**
 * A second small message waits in the sender's system until the first one is acknowledged (Nagle, RFC 896), and a
 * receiver that sends nothing itself acknowledges after 40 ms on Linux (delayed acknowledgement, RFC 1122 4.2.3.2), by
 * a clock that ticks every 4 or 10 ms.
 */
export const HELD_BACK = 52;

/** Proof by waiting threads is looked at again after this long before a program is failed by it. */
const AGAIN = 60;
/** What a full queue has dropped is sent again after 1, 3 and 7 s (RFC 6298); who has not taken it then (ms) will not. */
const UNDERWAY = 8000;
/** Beyond this the machine is to blame, in ms of wall time. */
const GIVE_UP = 30_000;
/** Of a quiet window, in ms: between these it is four times the slowest reply. */
const SHORTEST = 60;
const LONGEST = 400;
const LAST_PAUSE = 20;
const PAUSES = [1, 1, 2, 3, 5, 8, 12, LAST_PAUSE] as const;
/**
 * A program that only has to notice something is done with that in less than 1 ms: it is looked at so often before, and
 * less often where it was not done last time.
 */
const MOST_EARLY = 12;
let early = MOST_EARLY;

/**
 * @param last nothing is awaited, and nothing will be done that depends on it: it is looked at before a timer can tell
 * @returns "arrival" when something has happened, otherwise how it is known that nothing more will
 * @throws Starved when the program could not be observed fairly for half a minute
 */
export async function quiet(world: Quiet, depth: Depth, last: boolean = false): Promise<"arrival" | Silence> {
  const version = world.version();
  const patience = new Patience();
  let proof = null as { readonly stamp: string; readonly at: number } | null;
  let pause = 0;
  const underway = (): boolean => patience.wall < UNDERWAY && world.underway(depth);
  for (let i = last ? -early : 0; ; i++) {
    if (i < 0 && proof === null && world.prompt()) await turn();
    else {
      if (last && proof === null && i === 0) early = Math.max(1, early >> 1);
      i = Math.max(0, i);
      pause = proof === null ? (PAUSES[i] ?? LAST_PAUSE) : pause;
      await world.change(version, pause);
    }
    if (world.version() !== version) return "arrival";
    const now = world.look();
    patience.pass(pause, now);
    // That a program is gone is told to us a little later.
    if (now.activity === "waiting" || (now.activity === "gone" && i >= 0)) {
      // What it did before it began to wait has reached us after one more turn of our event loop.
      await turn();
      if (world.version() !== version) return "arrival";
      const again = world.look();
      if (again.stamp === now.stamp && again.activity === now.activity) {
        if (i < 0) early = Math.min(MOST_EARLY, early * 2);
        if (proof?.stamp !== now.stamp) proof = { stamp: now.stamp, at: performance.now() };
        pause = Math.ceil(remaining(world, depth, proof.at) - performance.now());
        if (pause <= 0) {
          if (!underway()) return "waiting";
          pause = LAST_PAUSE;
        }
        continue;
      }
    }
    proof = null;
    const window = Math.max(SHORTEST, Math.min(LONGEST, 4 * world.slowest()));
    const longest = depth === "silent" ? world.deadline : now.activity === "busy" ? 3 * window : window;
    if (patience.fair >= longest && !underway())
      return depth === "silent" && now.activity === "busy" ? "deadline" : "window";
    if (patience.wall > GIVE_UP) throw new Starved("this machine was too busy to watch the program");
  }
}

/** When programs that wait since `since` have waited long enough. */
function remaining(world: Quiet, depth: Depth, since: number): number {
  if (depth === "idle") return 0;
  if (depth === "silent") return Math.max(since + AGAIN, world.held());
  return world.hidden ? since + HELD_BACK : world.held();
}

/** One turn of the event loop: whatever the kernel holds for us is read. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Which programs keep what they print in a buffer unless they print on a terminal. A program that is to print something
 * and has printed nothing at all is given one; if it prints then, it has one from then on.
 */
import { isServer } from "../language/spec.ts";
import { type Terminal, terminals } from "./terminal.ts";
import type { Transcript } from "./transcript.ts";

export type Kind = "server" | "client";

/** A program that prints nothing on a terminal either is not asked again and again. */
const TRIES = 2;

export class Buffering {
  /** Those that print on a terminal. */
  readonly known: Set<Kind> = new Set();
  readonly #tries = new Map<Kind, number>();
  #open: Promise<(() => Terminal) | null> | null = null;

  /** The kind of program whose silence may be a buffer's; null when it is not. */
  suspect({ ending, runs }: Transcript): Kind | null {
    if (ending.kind !== "broken" || ending.channel !== "screen") return null;
    if (ending.break.kind !== "nothing" && ending.break.kind !== "exited") return null;
    const run = runs.find(({ who, silent }) => who === ending.who && silent);
    if (run === undefined || run.onTerminal) return null;
    const kind = isServer(ending.who) ? "server" : "client";
    return !this.known.has(kind) && (this.#tries.get(kind) ?? 0) >= TRIES ? null : kind;
  }

  /** @returns whether it has printed, now that it was given a terminal */
  learn(kind: Kind, { runs }: Transcript): boolean {
    const prints = runs.some((run) => isServer(run.who) === (kind === "server") && !run.silent);
    if (prints) this.known.add(kind);
    this.#tries.set(kind, (this.#tries.get(kind) ?? 0) + 1);
    return prints;
  }

  /** How terminals are opened; null where there are none. */
  opener(): Promise<(() => Terminal) | null> {
    this.#open ??= terminals();
    return this.#open;
  }
}

export const BUFFERED =
  "what it prints stays in a buffer until it ends, so it was given a terminal: flush after each line";

/**
 * How long the program has really had: the time in which we were not running, or it was kept from
 * running by others, is not counted against it.
 */
import type { Look } from "./linux/watch.ts";

/** Not more often than this, in ms. */
const SELDOM = 20;

export class Patience {
  /** Milliseconds that count. */
  fair = 0;
  /** Milliseconds in all. */
  wall = 0;
  #last: number = performance.now();
  #starved: number | null = null;

  /** Starts over: something has happened. */
  reset(): void {
    this.fair = 0;
    this.wall = 0;
    this.#last = performance.now();
    this.#starved = null;
  }

  /** For those who are called very often, and never wait for long. */
  passSeldom(look: () => Look): void {
    if (performance.now() - this.#last >= SELDOM) this.pass(SELDOM, look());
  }

  /** @param planned how long we meant to wait since the last time, in ms */
  pass(planned: number, look: Look): void {
    const now = performance.now();
    const passed = now - this.#last;
    const starved = this.#starved === null ? 0 : Math.max(0, look.starvedMs - this.#starved);
    this.#last = now;
    this.#starved = look.starvedMs;
    this.wall += passed;
    this.fair += Math.max(0, Math.min(passed, planned + 2) - starved);
  }
}

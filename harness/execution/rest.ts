/** Does nothing for a moment, and lets nothing else be done here: timers know no less than a millisecond. */

const never = new Int32Array(new SharedArrayBuffer(4));

/** @param ms a fraction of a millisecond, or a few */
export function rest(ms: number): void {
  Atomics.wait(never, 0, 0, ms);
}

/** Progress on a terminal: one line on stderr that is written over; nothing elsewhere. */
import type { Transcript } from "../execution/transcript.ts";
import type { Spec } from "../language/spec.ts";
import { progress } from "../report/progress.ts";

export interface ProgressLine {
  readonly show: (done: number, total: number, last: Transcript) => void;
  readonly clear: () => void;
}

export function progressLine(spec: Spec): ProgressLine {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} };
  let failed = 0;
  return {
    show: (done, total, last) => {
      if (last.ending.kind === "broken" || last.ending.kind === "not-started") failed++;
      stderr.write(`\r\x1b[K${progress(done, total, `${spec.title}: ${last.rule}`, failed, stderr.columns - 1)}`);
    },
    clear: () => stderr.write("\r\x1b[K"),
  };
}

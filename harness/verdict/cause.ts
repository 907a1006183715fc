/** One likely cause of a failure, where the pattern is known. A guess, and worded as one. */
import type { Ending, Run, Transcript } from "../execution/transcript.ts";
import type { Delivery } from "../projection/delivery.ts";
import { cutCause } from "./cut.ts";
import { lastError } from "./trace.ts";
import { wordingCause } from "./wording.ts";

type Broken = Extract<Ending, { kind: "broken" }>;

export function cause(transcript: Transcript): string | null {
  const { ending, runs, rows } = transcript;
  if (ending.kind === "not-started") return portCause(runs, ending.why) ?? errorCause(runs);
  if (ending.kind !== "broken") return null;
  const { expected, got } = ending;
  const both = (guess: (expected: string, got: string) => string | null) =>
    got === null ? null : guess(expected, got);
  return (
    portCause(runs, "") ??
    flushCause(ending) ??
    deliveryCause(transcript) ??
    (leavesOpen(ending) ? errorCause(runs) : null) ??
    both((expected, got) => cutCause(rows, expected, got)) ??
    (ending.break.kind === "unexpected" ? null : both(wordingCause)) ??
    repeatCause(ending)
  );
}

function portCause(runs: readonly Run[], why: string): string | null {
  const inUse = /address already in use|EADDRINUSE|BindException/i;
  if (![why, ...runs.map(({ stderr }) => stderr)].some((text) => inUse.test(text))) return null;
  return "the port was in use: is SO_REUSEADDR set before bind, and is the port the one that was given?";
}

function flushCause({ late, expected }: Broken): string | null {
  if (late === undefined || expected === "" || !late.includes(expected)) return null;
  return "it was printed only when the program ended: is stdout flushed after each line?";
}

const deliveryCauses: Readonly<Record<Delivery, string>> = {
  "in a character":
    "a character of several bytes came in two pieces: are bytes collected up to the end of the message, and decoded then?",
  "before its end": "the message came in two pieces: is what `recv` returns collected until the message is whole?",
  "in bytes": "the message came byte by byte: is what `recv` returns collected until the message is whole?",
  merged: "two messages came with one `recv`: is each of them handled?",
  "half-closed": "its end-of-file came right behind the message: is the reply sent all the same?",
};

function deliveryCause({ delivery }: Transcript): string | null {
  return delivery === null ? null : deliveryCauses[delivery];
}

/** Nothing, or too little, came: then an error on stderr is most likely why. */
function leavesOpen(ending: Broken): boolean {
  const { kind } = ending.break;
  return kind === "nothing" || kind === "incomplete" || kind === "closed" || kind === "exited" || kind === "file";
}

function errorCause(runs: readonly Run[]): string | null {
  for (const run of runs) {
    const error = lastError(run.stderr);
    if (error !== null) return `the program's own error: ${error.trim()}`;
  }
  const killed = runs.find(({ exit }) => /^SIG(SEGV|BUS|ABRT|ILL|FPE)$/.test(exit?.signal ?? ""));
  return killed === undefined
    ? null
    : `the program crashed (${killed.exit?.signal}): is memory used that is not its own?`;
}

/** The same thing once more, in the place of what was expected or at the end. */
function repeatCause({ before, expected, got, channel }: Broken): string | null {
  const twice = before.some((one) => one.trim() !== "" && one !== expected && (got ?? "").startsWith(one));
  if (!twice) return null;
  if (channel === "connection") return "it arrived twice: are recipients named twice served once?";
  return channel === "screen" ? "it was printed twice" : null;
}

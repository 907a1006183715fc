/** One likely cause of a failure, where the pattern is known. A guess, and worded as one. */
import { alike } from "../execution/alike.ts";
import type { Ending, Row, Run, Transcript } from "../execution/transcript.ts";
import type { Spec } from "../language/spec.ts";
import type { Delivery } from "../projection/delivery.ts";
import { cutCause } from "./cut.ts";
import { lastError } from "./trace.ts";
import { wordingCause } from "./wording.ts";

type Broken = Extract<Ending, { kind: "broken" }>;

/** @param framing how the programs tell where a message ends, where that is known */
export function cause(transcript: Transcript, framing: Spec["framing"] | null = null): string | null {
  const { ending, runs, rows } = transcript;
  if (ending.kind === "not-started") return portCause(runs, ending.why) ?? errorCause(runs);
  if (ending.kind !== "broken") return null;
  const { expected, got } = ending;
  // What a program prints in its own words, to find its bugs, says nothing about the line that was missed.
  const tells = got !== null && (ending.channel !== "screen" || alike(expected, got));
  const both = (guess: (expected: string, got: string) => string | null) => (tells ? guess(expected, got) : null);
  return (
    portCause(runs, "") ??
    flushCause(ending) ??
    errorCause(runs) ??
    deliveryCause(transcript) ??
    serviceCause(got) ??
    both((expected, got) => tornCause(ending.channel, rows, expected, got)) ??
    both((expected, got) => cutCause(rows, expected, got, framing)) ??
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

/** How a gRPC server answers calls that it does not know (`UNIMPLEMENTED`, as the transport words it). */
function serviceCause(got: string | null): string | null {
  if (got !== "error UNIMPLEMENTED") return null;
  return "the server has no such call: if its service is its own, name its .proto with `--proto FILE`, or let the server tell it with `--proto reflection`";
}

/** Two lines that are both due, glued together: their newlines came later. */
function tornCause(channel: Broken["channel"], rows: readonly Row[], expected: string, got: string): string | null {
  if (channel !== "screen" || expected === "" || !got.includes(expected)) return null;
  const glued = rows.some(({ shape, text }) => {
    const line = shape.kind === "note" && text.startsWith("prints ") ? text.slice("prints ".length) : "";
    return line !== "" && (got.startsWith(expected + line) || got.includes(line + expected));
  });
  return glued
    ? "two threads print at the same time: print under a lock, or write the line and its newline at once"
    : null;
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

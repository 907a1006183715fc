/** Was a text cut because one read of a fixed size was taken for the whole message? */
import type { Row } from "../execution/transcript.ts";
import { toBytes } from "../language/bytes.ts";
import type { Spec } from "../language/spec.ts";

/** Powers of two, and what else people take for "large enough". */
const buffers: readonly number[] = [
  128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 100, 200, 500, 1000, 1500, 2000, 5000, 10000, 65535,
];

/** Long enough that the same end elsewhere is no chance. */
const tail = 8;

export function cutCause(
  rows: readonly Row[],
  expected: string,
  got: string,
  framing: Spec["framing"] | null,
): string | null {
  const common = commonLength(expected, got);
  if (got === "" || common < got.length || common === expected.length) return null;
  const size = toBytes(got).length;
  const buffer = buffers.includes(size) ? size : bufferThatCut(rows, got);
  if (buffer !== null) return `cut after ${buffer} bytes: does one recv get it all?`;
  if (size < 256) return null;
  // Where nothing tells the end of a message, nobody can read on until it has come.
  const unframed = framing?.client === "none" || framing?.server === "none";
  const read = unframed
    ? "is the buffer large enough, and everything sent"
    : "is everything read (recv in a loop) and sent";
  return `only ${size} of ${toBytes(expected).length} bytes: ${read} (sendall)?`;
}

/** The text may have been cut where it was received, in a message of another length. */
function bufferThatCut(rows: readonly Row[], got: string): number | null {
  const end = toBytes(got).toString("latin1").slice(-tail);
  if (end.length < tail) return null;
  for (const row of rows) {
    if (row.state !== "done" || row.shape.kind !== "arrow") continue;
    const sent = toBytes(row.text).toString("latin1");
    const buffer = buffers.find((size) => size < sent.length && sent.slice(0, size).endsWith(end));
    if (buffer !== undefined) return buffer;
  }
  return null;
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

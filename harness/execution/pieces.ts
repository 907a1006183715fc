/** A message's bytes → the pieces in which it goes out. All of them, one after the other, are the message. */
import { CUTS, type Cut } from "../projection/delivery.ts";

/** At most as many as `CUTS` says, and none of them empty. */
export function pieces(bytes: Buffer, cut: Cut): Buffer[] {
  const ends = [...new Set([...places(bytes, cut), bytes.length])].filter((at) => at > 0 && at <= bytes.length);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

/** Where it is cut, in ascending order. */
function places(bytes: Buffer, cut: Cut): number[] {
  switch (cut) {
    case "in a character":
      return [1 + bytes.findIndex((byte, i) => byte >= 0xc2 && ((bytes[i + 1] ?? 0) & 0xc0) === 0x80)];
    case "before its end":
      return [bytes.length - 1];
    case "in bytes": {
      // Of a long one the first few and the last.
      const first = Array.from({ length: Math.min(CUTS[cut] - 2, bytes.length) }, (_, i) => i + 1);
      return [...first.filter((at) => at < bytes.length - 1), bytes.length - 1];
    }
  }
}

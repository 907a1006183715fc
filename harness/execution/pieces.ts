/** A message's bytes → the pieces in which it goes out. All of them, one after the other, are the message. */
import type { Socket } from "node:net";
import type { Cut } from "../projection/delivery.ts";
import { unread } from "./linux/sockets.ts";

/** How many bytes of a long message go out one by one, before the rest and the last. */
const SINGLE = 8;

/** None of them is empty. */
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
      const first = Array.from({ length: SINGLE }, (_, i) => i + 1);
      return [...first.filter((at) => at < bytes.length - 1), bytes.length - 1];
    }
  }
}

/** Where the system does not tell whether a piece was read, it is given this long (ms). */
const BLIND = 5;
/** A program that does not read for so long (ms) may not read at all: the rest goes out all the same. */
const LONGEST = 150;

/** Sends each piece when the one before was read, so that no `recv` returns two of them. */
export async function sendPieces(socket: Socket, all: readonly Buffer[]): Promise<void> {
  for (const [i, piece] of all.entries()) {
    await new Promise<void>((resolve) => {
      socket.once("close", resolve);
      socket.write(piece, () => {
        socket.off("close", resolve);
        resolve();
      });
    });
    if (i < all.length - 1) await wasRead(socket);
  }
}

async function wasRead(socket: Socket): Promise<void> {
  const began = performance.now();
  for (;;) {
    const bytes = socket.destroyed ? 0 : unread(socket);
    await new Promise((resolve) => setTimeout(resolve, bytes === null ? BLIND : 1));
    if (!bytes || performance.now() - began > LONGEST) return;
  }
}

/** Pieces are the message, and no `recv` returns two of them. */

import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cut } from "../projection/delivery.ts";
import { pieces, sendPieces } from "./pieces.ts";

const cuts: readonly Cut[] = ["in a character", "before its end", "in bytes"];

describe("the pieces of a message", () => {
  test("are the message, and none is empty", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...cuts), (bytes, cut) => {
        const all = pieces(Buffer.from(bytes), cut);
        expect(Buffer.concat(all)).toEqual(Buffer.from(bytes));
        expect(all.every(({ length }) => length > 0)).toBe(true);
      }),
    );
  });

  test.each<[Cut, string, string[]]>([
    ["in a character", "naïve\n", ["na\xc3", "\xafve\n"]],
    ["in a character", "plain\n", ["plain\n"]],
    ["before its end", "OK\n", ["OK", "\n"]],
    ["in bytes", "OK\n", ["O", "K", "\n"]],
    ["in bytes", "OK a long one\n", ["O", "K", " ", "a", " ", "l", "o", "n", "g one", "\n"]],
  ])("%s: %j", (cut, text, all) => {
    expect(pieces(Buffer.from(text), cut).map((piece) => piece.toString("latin1"))).toEqual(all);
  });

  test("are read one by one", async () => {
    const chunks: string[] = [];
    const server = createServer((socket) => socket.on("data", (chunk) => chunks.push(chunk.toString())));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    await sendPieces(
      socket,
      ["a", "b", "c", "d"].map((text) => Buffer.from(text)),
    );
    socket.end();
    await once(socket.resume(), "close");
    server.close();
    expect(chunks).toEqual(["a", "b", "c", "d"]);
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBytes, normalize, toBytes } from "./bytes.ts";

test("any bytes survive", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(toBytes(fromBytes(bytes))).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 1000 },
  );
});

test("any text survives", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(fromBytes(toBytes(text))).toBe(text);
    }),
  );
});

test.each<[string, number[], string]>([
  ["ASCII", [0x61, 0x00], "a\0"],
  ["a byte order mark is kept", [0xef, 0xbb, 0xbf, 0x61], "\ufeffa"],
  ["a lone byte", [0x61, 0xff, 0x62], "a\udcffb"],
  ["a cut sequence", [0xe2, 0x82], "\udce2\udc82"],
  ["an overlong slash", [0xc0, 0xaf], "\udcc0\udcaf"],
  ["a surrogate in UTF-8", [0xed, 0xb0, 0x80], "\udced\udcb0\udc80"],
  ["four bytes, then a lone one", [0xf0, 0x9f, 0x98, 0x80, 0x80], "\u{1f600}\udc80"],
  ["beyond Unicode", [0xf4, 0x90, 0x80, 0x80], "\udcf4\udc90\udc80\udc80"],
])("%s", (_, bytes, text) => {
  expect(fromBytes(Uint8Array.from(bytes))).toBe(text);
});

test("escaped bytes that form a character become it", () => {
  expect(normalize("\udcc3\udca4")).toBe("ä");
});

test("big texts take milliseconds", () => {
  const big = Buffer.alloc(16 * 1024 * 1024, "a");
  big[1000] = 0xff;
  const started = performance.now();
  expect(toBytes(fromBytes(big)).equals(big)).toBe(true);
  expect(performance.now() - started).toBeLessThan(2000);
});

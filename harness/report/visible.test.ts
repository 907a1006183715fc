import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostile } from "./hostile.test.data.ts";
import { cells, inline, noCommand, visible } from "./visible.ts";

const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe("visible", () => {
  it.each([
    ["a b", "a b"],
    [" a  b ", "·a··b·"],
    ["a\nb\r\n", "a↵b\\r↵"],
    ["\x1b[31m\t\0", "\\x1b[31m\\t\\0"],
    ["\udcff\udc80", "\\xff\\x80"],
    ["\u202eabc\u00a0", "\\u{202e}abc\\u{a0}"],
    ["\\n", "\\\\n"],
    ["é漢🎉", "é漢🎉"],
  ])("%j is %s", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("holds nothing that a terminal obeys", () => {
    fc.assert(fc.property(hostile, (text) => !harmful.test(visible(text)) && !harmful.test(inline(text))));
  });

  it("is another for another text without spaces", () => {
    const ascii = fc.string({ unit: "binary-ascii" }).map((text) => text.replaceAll(" ", ""));
    fc.assert(fc.property(ascii, ascii, (one, other) => (one === other) === (visible(one) === visible(other))));
  });

  it("counts bytes", () => {
    expect(cells("aé\udcff🎉").map(({ end }) => end)).toEqual([1, 3, 4, 8]);
  });
});

describe("noCommand", () => {
  it.each([
    ["::error::x", "\\x3a:error::x"],
    ["  ::x", "  \\x3a:x"],
    ["a ::x", "a ::x"],
    ["a ##[error]", "a ##\\x5berror]"],
  ])("%s", (line, harmless) => {
    expect(noCommand(line)).toBe(harmless);
  });
});

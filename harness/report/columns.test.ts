import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columns, cut, fill, wrap } from "./columns.ts";

describe("columns", () => {
  it.each([
    ["abc", 3],
    ["漢字", 4],
    ["e\u0301", 1],
    ["🎉", 2],
    ["├─▶│", 4],
  ])("%s takes %i", (text, width) => {
    expect(columns(text)).toBe(width);
  });

  it("cut fits", () => {
    const width = fc.integer({ min: 1, max: 20 });
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), width, (text, width) => columns(cut(text, width)) <= width));
  });

  it("cut leaves what fits", () => {
    expect([cut("abc", 3), cut("abcd", 3), cut("a cd", 3), cut("漢字", 3)]).toEqual(["abc", "ab…", "a…", "漢…"]);
  });

  it("fills and wraps", () => {
    expect(fill("漢", 4)).toBe("漢  ");
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    fc.assert(fc.property(fc.string(), fc.nat(20), (text, width) => wrap(text, width).join(" ") === text));
  });
});

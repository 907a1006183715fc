import { describe, expect, it } from "vitest";
import { plain } from "./colour.ts";
import { difference } from "./difference.ts";

function shown(expected: string | null, got: string | null, offset: number | null, width = 60): string {
  return `\n${difference({ expected, got, offset }, width, plain).join("\n")}\n`;
}

describe("difference", () => {
  it("has a caret under the first byte that differs", () => {
    expect(shown("msg: é  b", "msg: é b\n", 8)).toBe(`
expected  msg: é··b
     got  msg: é b↵
                 ^ byte 9
`);
  });

  it("points behind what is only the beginning", () => {
    expect(shown("hello", "hel", 3)).toBe(`
expected  hello
     got  hel
             ^ byte 4
`);
  });

  it("says that there is nothing", () => {
    expect(shown("hello", null, null)).toBe(`
expected  hello
     got  (nothing)
`);
    expect(shown(null, null, null)).toBe("\n\n");
  });

  it("cuts long texts around the difference, both alike", () => {
    const long = Array.from({ length: 99 }, (_, index) => `w${index}`).join(" ");
    expect(shown(long, `${long.slice(0, 200)}!`, 200)).toBe(`
expected  …w47 w48 w49 w50 w51 w52 w53 w54… (385 bytes)
     got  …w47 w48 w49 w50 w51 w5! (201 bytes)
                                 ^ byte 201
`);
  });
});

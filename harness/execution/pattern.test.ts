import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBytes, toBytes } from "../language/bytes.ts";
import type { Text } from "../language/spec.ts";
import { parseText } from "../language/text.ts";
import { matchStart, matchWhole, show } from "./pattern.ts";

const NONE = new Map<string, string>();
const literal = (text: string): Text => [{ kind: "literal", text }];

function text(source: string): Text {
  const parsed = parseText(source, { file: "", line: 1, column: 1 });
  if ("severity" in parsed) throw new Error(parsed.message);
  return parsed;
}

const some = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes));

describe("a stream that begins with what is expected", () => {
  test("is met by exactly that many bytes, whatever follows", () => {
    fc.assert(
      fc.property(some, some, (expected, more) => {
        const match = matchStart(literal(fromBytes(expected)), Buffer.concat([expected, more]), NONE, false);
        expect(match).toMatchObject({ kind: "met", length: expected.length });
      }),
    );
  });

  test("is open as long as it is only the beginning", () => {
    fc.assert(
      fc.property(some, fc.nat(), (expected, cut) => {
        const match = matchStart(
          literal(fromBytes(expected)),
          expected.subarray(0, cut % expected.length),
          NONE,
          false,
        );
        expect(match).toEqual({ kind: "open" });
      }),
    );
  });

  test("is off at the first byte that differs", () => {
    fc.assert(
      fc.property(some, fc.nat(), (expected, at) => {
        const other = Buffer.from(expected);
        const offset = at % expected.length;
        other[offset] = (other[offset]! + 1) % 256;
        expect(matchStart(literal(fromBytes(expected)), other, NONE, false)).toEqual({ kind: "off", offset });
      }),
    );
  });
});

test.each<[string, string, Record<string, string> | null]>([
  ["forward {sender} hi", "forward bob hi", { sender: "bob" }],
  ["forward {sender} hi", "forward bob  hi", null],
  ["forward {sender} hi", "forward bob ho", null],
  ["{a} {a}", "x x", { a: "x" }],
  ["{a} {a}", "x y", null],
  ["users {names...}", "users 2 al bob", { names: "2 al bob" }],
  ["users {names...}", "users 3 al bob", null],
  ["{server}: {anytext}", "::1:80: hi", { server: "::1:80", anytext: "hi" }],
  ["{server}: {anytext}", "usage: hi", null],
  ["OK {anytext}", "OK ", { anytext: "" }],
  ["OK {anytext}", "OK a  b", { anytext: "a  b" }],
  ["(1+1)*2", "(1+1)*2", {}],
])("%s and the line %s", (pattern, line, bound) => {
  const match = matchWhole(text(pattern), toBytes(line), NONE);
  expect(match.kind === "met" ? Object.fromEntries(match.bindings) : null).toEqual(bound);
});

test("what a hole was once, it stays", () => {
  expect(matchWhole(text("bye {who}"), toBytes("bye bob"), new Map([["who", "bob"]])).kind).toBe("met");
  expect(matchWhole(text("bye {who}"), toBytes("bye al"), new Map([["who", "bob"]])).kind).toBe("off");
});

test("an open end on a stream has ended when nothing more comes", () => {
  const bytes = toBytes("users 2 al bob");
  expect(matchStart(text("users {names...}"), bytes, NONE, false)).toEqual({ kind: "open" });
  expect(matchStart(text("users {names...}"), bytes, NONE, true)).toMatchObject({ kind: "met", length: bytes.length });
});

describe("what is longer than a regular expression can be", () => {
  const LONG = { kind: "filler", bytes: 300_000 } as const;

  test("stands beside holes, and in them", () => {
    const expected: Text = [
      literal("OK ")[0]!,
      { kind: "hole", name: "text", takes: "rest" },
      literal(" | ")[0]!,
      LONG,
    ];
    const met = matchWhole(expected, toBytes(`OK first | ${show([LONG], NONE)}`), NONE);
    expect(met).toMatchObject({ kind: "met", bindings: new Map([["text", "first"]]) });
    const again = toBytes(`OK ${show([LONG], NONE)} | ${show([LONG], NONE)}`);
    expect(matchWhole(expected, again, NONE)).toMatchObject({ bindings: new Map([["text", show([LONG], NONE)]]) });
    expect(matchWhole(expected, toBytes(`OK first | ${show([LONG], NONE)}!`), NONE)).toMatchObject({ kind: "off" });
  });
});

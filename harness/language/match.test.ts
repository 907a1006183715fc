import fc from "fast-check";
import { expect, test } from "vitest";
import { text } from "./arbitraries.test.support.ts";
import { expandFiller, fill, fits, split } from "./match.ts";
import type { Text } from "./spec.ts";
import { isProblem, parseFormat } from "./text.ts";

function read(source: string): Text {
  const any = parseFormat(source, { file: "", line: 1, column: 1 });
  if (isProblem(any)) throw new Error(any.message);
  return any;
}

test.each<[string, string, Record<string, string> | null]>([
  ["join alice", "join {username}", { username: "alice" }],
  ["join", "join {username}", null],
  ["join ", "join {username}", null],
  ["join alice bob", "join {username}", null],
  ["join {username}", "join {username}", { username: "{username}" }],
  ["join u{n}x", "join {username}", { username: "u{n}x" }],
  ["join {text}", "join {username}", null],
  ["{what} alice", "join {username}", null],
  ["send 2 alice bob hi there", "send {names...} {text}", { names: "alice bob", text: "hi there" }],
  ["send 1 alice", "send {names...} {text}", null],
  ['"send 1 alice "', "send {names...} {text}", { names: "alice", text: '""' }],
  ["send 3 alice bob", "send {names...}", null],
  ["send 2 alice bob carl", "send {names...}", null],
  ["send 02 alice bob", "send {names...}", null],
  ["send 0", "send {names...}", { names: '""' }],
  ["send {names...} {text}", "send {names...} {text}", { names: "{names...}", text: "{text}" }],
  ["send 2 {a} bob hi", "send {names...} {text}", { names: "{a} bob", text: "hi" }],
  ["send 2 a b: hi", "send {names...}: {text}", { names: "a b", text: "hi" }],
  ["users a b", "users {names*}", { names: "a b" }],
  ['"users "', "users {names*}", { names: '""' }],
  ["users a  b", "users {names*}", null],
  ["users {names*}", "users {names*}", { names: "{names*}" }],
  ["users a {names*}", "users {names*}", { names: "a {names*}" }],
  ["msg: bob:: hi", "msg: {name}: {text}", { name: "bob:", text: "hi" }],
  ["send {text of 1 KiB}", "send {text}", { text: "{text of 1 KiB}" }],
  ["send {text of 1 KiB}", "send {name}", null],
  ["x:x", "{a}:{a}", { a: "x" }],
  ["x:y", "{a}:{a}", null],
  ["a END", "{text} END", { text: "a" }],
])("%s by %s", (source, format, fields) => {
  const expected = fields && new Map(Object.entries(fields).map(([name, field]) => [name, read(field)]));
  expect(fits(read(source), read(format))).toEqual(expected);
});

const format = fc
  .array(
    fc.oneof(
      fc.constantFrom<Text[number]>(
        { kind: "hole", name: "a", takes: "word" },
        { kind: "hole", name: "b", takes: "word" },
        { kind: "hole", name: "names", takes: "counted" },
        { kind: "hole", name: "more", takes: "words" },
        { kind: "hole", name: "text", takes: "rest" },
      ),
      fc.constantFrom(" ", ": ", "x", "1 ").map((literal) => ({ kind: "literal", text: literal }) as const),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.filter((piece, at) => piece.kind !== "literal" || pieces[at - 1]?.kind !== "literal"));

const loose = fc.oneof(
  text,
  fc
    .array(fc.constantFrom("a", "bob", "2", "1", " ", ": ", "x", "{a}", "{names...}", "{more*}"), { maxLength: 9 })
    .map((parts) => read(parts.join("") || "x")),
);

test("what fits is filled in again as it was", () => {
  let fitted = 0;
  fc.assert(
    fc.property(loose, format, (any, shape) => {
      const fields = fits(any, shape);
      if (fields === null) return;
      fitted += 1;
      expect(fill(shape, fields)).toEqual(any);
    }),
    { numRuns: 5000 },
  );
  expect(fitted).toBeGreaterThan(100);
});

test("a format fits itself", () => {
  fc.assert(
    fc.property(format, (shape) => {
      const ordered = shape.filter(
        (piece, at) => piece.kind !== "hole" || !["rest", "words"].includes(piece.takes) || at === shape.length - 1,
      );
      const spaced = ordered.flatMap(
        (piece, at): Text => (piece.kind === "hole" && at > 0 ? [{ kind: "literal", text: " / " }, piece] : [piece]),
      );
      const joined = fill(spaced, new Map());
      expect(fits(joined, joined)).not.toBe(null);
    }),
  );
});

test("what arrives is split into strings", () => {
  expect(split("forward 1 alice hi\nthere \udcff", read("forward {names...} {text}"))).toEqual(
    new Map([
      ["names", "alice"],
      ["text", "hi\nthere \udcff"],
    ]),
  );
  expect(split("forward", read("forward {names...} {text}"))).toBe(null);
});

test("a text made to be slow does not stop us", () => {
  const started = performance.now();
  expect(split(":".repeat(100_000), read("{a}:{b}:{c}:{d}!")) === null).toBe(true);
  expect(split("a".repeat(1_000_000), read("{a}: {text}"))).toBe(null);
  expect(performance.now() - started).toBeLessThan(2000);
});

test("a filler has its size, single spaces, and none at its ends", () => {
  fc.assert(
    fc.property(fc.nat(5000), (bytes) => {
      const filler = expandFiller(bytes);
      expect(filler).toHaveLength(bytes);
      expect(filler).toMatch(/^(?:[!-~]+(?: [!-~]+)*)?$/);
    }),
  );
  expect(expandFiller(16)).toBe("at0 at4 at8 at12");
});

/** A message through a dialect and back is the same; and what a dialect makes of the handout's texts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, matchWhole, show } from "../execution/pattern.ts";
import { fits } from "../language/match.ts";
import type { Text } from "../language/spec.ts";
import { parseFormat } from "../language/text.ts";
import { literal } from "../projection/texts.ts";
import type { Part } from "./dialect.ts";
import { normalJson } from "./json.ts";
import { overlap } from "./overlap.ts";
import { say } from "./say.ts";
import { dialectOf, talk, templatesOf } from "./small.test.support.ts";
import { isHandouts } from "./speaking.ts";
import { understand } from "./understand.ts";

const DIALECTS = {
  codes: `
messages:
  hello: "10 {username}"
  send: "20 {names...} {text}"
  people: "30 {names...}"
  said: "40 {username} {text}"`,
  lists: `
messages:
  hello: "I am {username}!"
  send: "to {names*|,}: {text}"
  people: "{count} here: {names*|, }"
  said: "[{username}] {text}[[ at *]]"`,
  json: `
encoding: json
messages:
  hello: { is: hello, name: "{username}" }
  send: { to: ["{names*}"], many: "{count}", is: send, text: "{text}" }
  people: { is: people, names: ["{names*}"] }
  said: { text: "{text}", from: "{username}", is: said, at: "{*}" }`,
};

const word = fc.stringMatching(/^[a-zA-Z0-9é'"\\]{1,6}$/);
const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((each) => !/[\n\r]| at /.test(each));
const message = fc.oneof(
  word.map((name) => ({ name: "hello", sender: "client" as const, text: `hello ${name}` })),
  fc.tuple(fc.array(word, { minLength: 1, maxLength: 4 }), text).map(([names, said]) => ({
    name: "send",
    sender: "client" as const,
    text: `send ${names.length} ${names.join(" ")} ${said}`,
  })),
  fc.array(word, { maxLength: 4 }).map((names) => ({
    name: "people",
    sender: "server" as const,
    text: ["people", names.length, ...names].join(" "),
  })),
  fc
    .tuple(word, text)
    .map(([name, said]) => ({ name: "said", sender: "server" as const, text: `said ${name} ${said}` })),
);

const speaker = { client: "alice", unique: "1" };

describe.each(Object.entries(DIALECTS))("through %s and back", (_, yaml) => {
  const dialect = dialectOf(yaml);

  test("a message is the same, and what is sent is what is expected", () => {
    fc.assert(
      fc.property(message, ({ name, sender, text: canonical }) => {
        const own: Text = [{ kind: "literal", text: canonical }];
        const said = say(own, { ...speaker, sender }, talk, dialect);
        if (said.kind !== "said") throw new Error(said.why);
        const sent = bytesOf(said.sent, new Map());
        const read = dialect.encoding === "json" ? Buffer.from(normalJson(sent.toString())!) : sent;
        expect(said.expected.some((each) => matchWhole(each, read, new Map()).kind === "met")).toBe(true);
        const [template] = templatesOf(dialect, name).filter((each) => understand(read.toString(), each) !== null);
        const format = talk.messages.find((row) => row.name === name)!.format;
        const fields = [...fits(own, format)!].map(([hole, field]) => [hole, literal(field)]);
        expect([...understand(read.toString(), template!)!].sort()).toEqual(fields.sort());
      }),
    );
  });
});

describe("a dialect says", () => {
  const dialect = dialectOf(
    `
messages:
  hello: "/name {username}"
  who: { none: "nobody can ask" }
  send: "/to {names...} {text}"
  welcome: ["Hello *", "Welcome {welcometext}"]
  helped: "try {helptext}"
  people: "here:\\n{names*|\\n}\\nend"
  said: "{username}> {text}"
console:
  client types: { "send {names...} {text}": "/to {names...} {text}" }
  server prints: { "hello: {username}": "{username} came" }`,
  );

  const said = (written: string, sender: "client" | "server"): string => {
    const read = parseFormat(written, { file: "", line: 1, column: 1 });
    const found = say(read as Text, { ...speaker, sender }, talk, dialect);
    return found.kind === "said" ? show(found.sent, new Map()) : `! ${found.why}`;
  };

  test.each([
    ["hello bob", "client", "/name bob"],
    ["hello", "client", "/name"],
    ["hello Mary Ann", "client", "/name Mary Ann"],
    ["send 7 bob hi", "client", "/to 7 bob hi"],
    ["dance", "client", "dance"],
    ["who", "client", "! it has no `who`: nobody can ask"],
    ['"hello bob\\nsend 1 al hi"', "client", "/name bob\n/to 1 al hi"],
    ['"hello bob\\r"', "client", "/name bob\r"],
    ["people 2 al bob", "server", "here:\nal\nbob\nend"],
    ["said bob hi there", "server", "bob> hi there"],
    ["ok {helptext}send{moretext}", "server", "try {helptext}/to{moretext}"],
    ["ok {welcome2text}", "server", "Hello "],
    ["ok {anytext}", "server", "! nobody can tell whether `ok {anytext}` is `welcome` or `helped`"],
    ["error {reasontext}", "server", "error {reasontext}"],
  ] as const)("%s from the %s as %s", (written, sender, expected) => {
    expect(said(written, sender)).toBe(expected);
  });
});

test.each([
  ["", true],
  ['messages: { hello: "hello {username}", people: "people {names...}" }', true],
  ['messages: { hello: "hello {username}", people: "people {names*}" }', false],
  ["framing: length", false],
  ["encoding: json", false],
  ["messages: { hello: { none: nobody says it } }", false],
  ['messages: { hello: ["hello {username}", "hi {username}"] }', false],
])("whether a wire is the handout's own, with %s: %s", (yaml, expected) => {
  expect(isHandouts(dialectOf(`${yaml}\nconsole: {}\n`), talk)).toBe(expected);
});

test.each([
  ["a {username}", "a {text}", true],
  ["a {username}", "b {text}", false],
  ["{username}: {text}", "sorry: {text}", false],
  ["{text}", "sorry: {text}", true],
  ["*!", "ok", false],
  ["*k", "ok", true],
])("%s and %s overlap: %s", (a, b, expected) => {
  const parts = (source: string) =>
    source.split(/(\{\w+\}|\*)/).flatMap((piece): Part[] => {
      if (piece === "") return [];
      if (piece === "*") return [{ kind: "any" }];
      if (!piece.startsWith("{")) return [{ kind: "literal", text: piece }];
      const takes = piece === "{text}" ? "rest" : "word";
      return [{ kind: "hole", name: piece, takes, by: " ", around: "" }];
    });
  expect(overlap(parts(a), parts(b)) !== null).toBe(expected);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Spec } from "../language/spec.ts";
import { parseFormat } from "../language/text.ts";
import { jsonOf, linesOf, messagesOf, textOf } from "./json.ts";

const place = { file: "", line: 1, column: 1 };
const messages = ["sorry", "said {text}", "event {who} {optionstext}"].map((source) => {
  const format = parseFormat(source, place);
  if ("message" in format) throw new Error(format.message);
  return { name: source, sender: "server" as const, format, place };
});
const spec = { messages } as unknown as Spec;

const word = fc.stringMatching(/^[a-z0-9:."\\]{1,8}$/);

test("a message and its object are the same thing", () => {
  fc.assert(
    fc.property(word, fc.array(word), (who, options) => {
      const message = `event ${who} ${options.join(" ")}`;
      expect(JSON.parse(jsonOf(message, spec)!)).toEqual({ who, options: options.join(" ") });
      expect(textOf(jsonOf(message, spec)!, spec)).toBe(message);
    }),
  );
});

test("the fields may stand in any order, and there may be more", () => {
  expect(textOf('{ "options": "3 x", "size": 2, "who": "bob" }', spec)).toBe("event bob 3 x");
});

test("what is no object of a message is none", () => {
  for (const json of ["", "nonsense", "3", "null", '{"who": "bob"}', '{"who": "bob", "options": null}'])
    expect(textOf(json, spec)).toBeNull();
});

test("a file has one a line", () => {
  const file = linesOf(Buffer.from("event bob x\nnonsense"), spec);
  expect(file).toBe('{"who":"bob","options":"x"}\nnonsense\n');
  expect(messagesOf(Buffer.from(file), spec).toString()).toBe("event bob x\nnonsense");
});

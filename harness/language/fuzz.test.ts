import fc from "fast-check";
import { expect, test } from "vitest";
import { scenario, text } from "./arbitraries.test.support.ts";
import { parseScenario } from "./diagram.ts";
import { bothReadings, withoutPlaces } from "./mermaid-oracle.test.support.ts";
import { printScenario } from "./print.ts";
import { printText } from "./quote.ts";
import type { Text } from "./spec.ts";
import { parseText } from "./text.ts";

const place = { file: "", line: 1, column: 1 };

test("a text that is printed is read as the same text", () => {
  fc.assert(
    fc.property(text, (any) => {
      expect(parseText(printText(any), place)).toEqual(any);
    }),
    { numRuns: 50000 },
  );
});

test("a scenario that is printed is read as the same scenario", () => {
  fc.assert(
    fc.property(scenario, (any) => {
      expect(withoutPlaces(parseScenario(printScenario(any), ""))).toEqual(withoutPlaces(any));
    }),
    { numRuns: 30000 },
  );
});

test("a scenario that is printed is read by Mermaid as we read it", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (any) => {
      const { ours, mermaids } = await bothReadings(printScenario(any));
      expect(mermaids).toEqual(ours);
      expect(ours).toEqual({ steps: withoutPlaces(any.steps), problems: [] });
    }),
    { numRuns: 1500 },
  );
});

test.each<[string, Text, string]>([
  ["bare", [{ kind: "literal", text: "hello, world" }], "hello, world"],
  ["Mermaid's signs", [{ kind: "literal", text: "a; #1" }], "a#59; #35;1"],
  ["empty", [], '""'],
  ["spaces at the ends", [{ kind: "literal", text: " a " }], '" a "'],
  ["a raw byte", [{ kind: "literal", text: "a\udcff" }], '"a\\xff"'],
  ["a brace", [{ kind: "literal", text: "{a}" }], '"\\{a}"'],
  ["JSON", [{ kind: "literal", text: '{"a":1}' }], '{"a":1}'],
  [
    "holes",
    [
      { kind: "hole", name: "names", takes: "counted" },
      { kind: "literal", text: " " },
      { kind: "hole", name: "text", takes: "rest" },
    ],
    "{names...} {text}",
  ],
  ["a filler", [{ kind: "filler", bytes: 16384 }], "{text of 16 KiB}"],
])("%s", (_, any, written) => expect(printText(any)).toBe(written));

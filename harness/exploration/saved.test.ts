/** A counterexample that is saved is read as the same again. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { words } from "../language/arbitraries.test.support.ts";
import { parseSaved, printSaved } from "./saved.ts";
import { NOWHERE, steps } from "./steps.ts";

const line = fc.string({ minLength: 1, unit: "grapheme" });
const origin = fc.record(
  {
    spec: line,
    rule: fc.constantFrom("CHAT-MSG-4", "ECHO-LINE-1"),
    role: fc.constantFrom("server" as const, "client" as const),
    seed: fc.nat(),
    server: line,
    params: fc.dictionary(fc.stringMatching(/^[a-z]+$/), line),
    steady: fc.boolean(),
  },
  { requiredKeys: [] },
);

test("what is printed is read as the same", () => {
  fc.assert(
    fc.property(origin, words, (said, text) => {
      const scenario = { name: "Random play", steps: [steps.message("alice", "server", text)], place: NOWHERE };
      const read = parseSaved(printSaved(scenario, said), "file.mmd");
      if ("problems" in read) throw new Error(read.problems[0]?.message);
      expect(read.origin).toEqual(said);
      expect(read.scenario).toMatchObject({ name: "Random play", steps: [{ kind: "message", from: "alice" }] });
      expect(read.scenario.steps[0]).toMatchObject({ text: (scenario.steps[0] as { text: unknown }).text });
    }),
  );
});

test("a diagram with a comment of another kind says nothing of itself", () => {
  expect(parseSaved("%% a: [remark\n%% seeds: 3\nsequenceDiagram\n  alice->>server: hi\n", "f")).toMatchObject({
    origin: {},
  });
});

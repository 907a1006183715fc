/** Which rule a generated scenario is said to break. */
import { expect, test } from "vitest";
import type { Ending } from "../execution/transcript.ts";
import { blame } from "./blame.ts";
import { steps } from "./steps.ts";
import { story } from "./story.ts";

const { does, must } = steps;
const reply = (text: string) => steps.message("server", "alice", text);
const claims = [
  does(steps.message("alice", "server", "list")),
  must(["DEMO-LIST-1", "DEMO-WIRE-1"], reply("OK a b"), ["DEMO-SORT-1"], ["DEMO-STREAM-1"]),
  steps.together(
    [must("DEMO-TIME-1", reply("one"))],
    [does(steps.message("bob", "server", "two")), must("DEMO-TIME-2", reply("two"))],
  ),
];
const told = story(
  {
    initial: null,
    client: "alice",
    steady: false,
    opening: [],
    actions: () => null,
    act: () => ({ state: null, claims, otherwise: ["DEMO-NONE-1"] }),
    end: () => [],
  },
  [null],
  "Random play",
);

function broken(row: number | null, got: string | null, how: "differs" | "nothing" = "differs"): { ending: Ending } {
  const found = how === "nothing" ? { kind: how, silence: "waiting" as const } : { kind: how, offset: 0 };
  const ending = {
    kind: "broken",
    row,
    who: "alice",
    channel: "connection",
    expected: "OK a b",
    got,
    break: found,
    before: [],
  };
  return { ending: ending as Ending };
}

test.each<[string, ReturnType<typeof broken>, string]>([
  ["other words", broken(1, "OK a c"), "DEMO-LIST-1"],
  ["the same words in another order", broken(1, "OK b a"), "DEMO-SORT-1"],
  ["words that are no message", broken(1, "FINE a b"), "DEMO-WIRE-1"],
  ["nothing", broken(1, null, "nothing"), "DEMO-STREAM-1"],
  ["something wrong in a branch", broken(4, "OK 2"), "DEMO-TIME-2"],
  ["what could not be done", broken(3, null), "DEMO-TIME-2"],
  ["too much", broken(null, "OK"), "DEMO-NONE-1"],
])("%s", (_, transcript, rule) => {
  expect(blame(transcript, told, (got) => got.startsWith("OK"))?.[0]).toBe(rule);
});

test("nobody is blamed for what went well", () => {
  expect(blame({ ending: { kind: "complete", evidence: 1 } }, told)).toBeNull();
});

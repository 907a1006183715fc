/** Calls at the same time as a scenario, and what it showed as a history. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { printScenario } from "../language/print.ts";
import { historyOf, scenarioOf } from "./history.ts";
import type { Concurrent, Course } from "./model.ts";
import { steps } from "./steps.ts";

const { does, message } = steps;

/** Whoever is let in asks what there is; whoever is refused does not. */
function visit(who: string, key: string): Course<string> {
  const [enter, look] = [`enter ${key}`, `look ${key}`];
  return [
    { step: message(who, "server", `enter ${key}`), calls: enter },
    {
      either: [
        [{ step: message("server", who, "no"), answers: [enter] }],
        [
          { step: message(who, "server", "look"), calls: look },
          { step: message("server", who, ["yes ", steps.hole("seentext")]), answers: [enter, look] },
        ],
      ],
    },
  ];
}

const doors: Concurrent<null, string, string> = {
  rules: [],
  clients: ["alice", "bob"],
  opening: [does(message("last", "server", "open"))],
  calls: fc.constant([]),
  plays: visit,
  says: (operation) => operation,
  initial: null,
  step: () => null,
  key: () => "",
};
const calls = [["a"], ["b"]];

test("each client is a branch, and its holes are its own", () => {
  expect(
    printScenario(scenarioOf(doors, calls, ""))
      .trim()
      .split("\n")
      .map((line) => line.trim()),
  ).toEqual([
    "sequenceDiagram",
    "last->>server: open",
    "par",
    ...["alice->>server: enter a", "alt", "server->>alice: no", "else"],
    ...["alice->>server: look", "server->>alice: yes {seentext}", "end"],
    "and",
    ...["bob->>server: enter b", "alt", "server->>bob: no", "else"],
    ...["bob->>server: look", "server->>bob: yes {seen2text}", "end"],
    "end",
  ]);
});

test("an operation lasts from its call to its answer, on whichever way that came", () => {
  // Rows: 0 open; alice 1 enters, 2 no, 3 looks, 4 yes; bob 5 enters, 6 no, 7 looks, 8 yes.
  const heard = { holes: { seentext: "gold" }, order: [0, 5, 1, 3, 6, 4] };
  expect(historyOf(doors, calls, { heard })).toEqual([
    { client: "alice", call: "enter a", answer: "yes gold", called: 2, answered: 5, row: 4 },
    { client: "alice", call: "look a", answer: "yes gold", called: 3, answered: 5, row: 4 },
    { client: "bob", call: "enter b", answer: "no", called: 1, answered: 4, row: 6 },
  ]);
});

test("an operation without an answer was lost, and one without a call never was", () => {
  const heard = { holes: {}, order: [0, 1, 3] };
  expect(historyOf(doors, calls, { heard })).toEqual([
    { client: "alice", call: "enter a", answer: null, called: 1, answered: Number.POSITIVE_INFINITY, row: 1 },
    { client: "alice", call: "look a", answer: null, called: 2, answered: Number.POSITIVE_INFINITY, row: 3 },
  ]);
});

/** The queue as a state machine, for one call after the other and for many at the same time. */
import type fastCheck from "fast-check";
import type { Concurrent, Kit, Model } from "../../harness/exploration/model.ts";

interface Action {
  readonly who: string;
  readonly call: Call;
}

/** `put` and the item, or another call. */
type Call = { readonly put: string } | "peek" | "pop" | "size";

type Items = readonly string[];

/** Small, so that it is full and empty often. */
const SIZE = 2;
const CLIENTS: readonly string[] = ["alice", "bob", "carol", "dave", "erin", "frank"];

function says(call: Call): string {
  return typeof call === "string" ? call : `put ${call.put}`;
}

function answer(items: Items, call: Call): string {
  if (call === "size") return String(items.length);
  if (call === "peek" || call === "pop") return items.length === 0 ? "empty" : `item ${items[0]}`;
  return String(items.length < SIZE);
}

function after(items: Items, call: Call): Items {
  if (call === "pop") return items.slice(1);
  return typeof call === "string" || items.length >= SIZE ? items : [...items, call.put];
}

export function model({ fc, steps, setting }: Kit): Model<Items, Action> | null {
  if (setting.judged === "client") return null;
  const { does, must } = steps;
  const item = fc.constantFrom("a", "b", "a b", "", " ", "Grüße", "0", "False", "empty", "x".repeat(500));
  const call: fastCheck.Arbitrary<Call> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ put: item }) },
    { weight: 5, arbitrary: fc.constantFrom("pop" as const, "peek" as const, "size" as const) },
  );

  const rulesOf = (items: Items, call: Call): string[] => {
    if (call === "size") return ["QUEUE-SIZE-1"];
    if (call === "peek") return [items.length === 0 ? "QUEUE-EMPTY-2" : "QUEUE-PEEK-2"];
    if (call === "pop")
      return items.length === 0 ? ["QUEUE-EMPTY-1"] : [...(items[0] === "" ? ["QUEUE-BAD-6"] : []), "QUEUE-FIFO-2"];
    return [items.length >= SIZE ? "QUEUE-FULL-1" : items.length > 0 ? "QUEUE-FULL-2" : "QUEUE-FIFO-1"];
  };

  return {
    initial: [],
    client: "alice",
    steady: false,
    opening: [does(steps.startsWith("server", { size: String(SIZE) })), does(steps.printsAnything("server"))],
    actions: () => fc.record({ who: fc.constantFrom(...CLIENTS), call }),
    act(items, { who, call }) {
      const rules = rulesOf(items, call);
      const claims = [
        does(steps.message(who, "server", says(call))),
        must(rules, steps.message("server", who, answer(items, call))),
      ];
      return { state: after(items, call), claims, otherwise: rules };
    },
    end: (items) => items.map(() => ({ who: "last", call: "pop" as const })),
  };
}

export function concurrent({ fc, steps, setting }: Kit): Concurrent<Items, Call> | null {
  if (setting.judged === "client") return null;
  const { does } = steps;
  // Each item is put once, so that it can be told who has it; its letters are too few to be changed in a run.
  const calls = fc.array(
    fc.array(fc.constantFrom("put" as const, "pop" as const, "put" as const, "pop" as const, "size" as const), {
      minLength: 0,
      maxLength: 6,
    }),
    { minLength: CLIENTS.length, maxLength: CLIENTS.length },
  );
  return {
    rules: ["QUEUE-TIME-4", "QUEUE-TIME-2", "QUEUE-TIME-1"],
    clients: CLIENTS,
    opening: [
      does(steps.startsWith("server", { size: String(SIZE) })),
      does(steps.printsAnything("server")),
      ...CLIENTS.map((who) => does(steps.connects(who, "server"))),
    ],
    calls: calls.map((all) =>
      all.map((own, client) =>
        own.map((call, i): Call => (call === "put" ? { put: `${"abcdef"[client]}${i}` } : call)),
      ),
    ),
    plays: (who, call) => [
      { step: steps.message(who, "server", says(call)), calls: call },
      { step: steps.message("server", who, [steps.hole("answertext")]), answers: [call] },
    ],
    says,
    initial: [],
    step: (items, call, given) => (given === null || given === answer(items, call) ? after(items, call) : null),
    key: (items) => items.join(),
  };
}

/** Histories that have an order are told from those that have none. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { linearize, type Operation, type Sequential } from "./linearizability.ts";

type Call = { readonly put: string } | "pop";

const SIZE = 3;
const queue: Sequential<readonly string[], Call> = {
  initial: [],
  step(items, call, answer) {
    if (call === "pop") return answer === null || answer === (items[0] ?? "empty") ? items.slice(1) : null;
    const ok = items.length < SIZE;
    if (answer !== null && answer !== String(ok)) return null;
    return ok ? [...items, call.put] : items;
  },
  key: (items) => items.join(),
};

const op = (client: string, call: Call, answer: string | null, called: number, answered: number): Operation<Call> => {
  return { client, call, answer, called, answered };
};

/** What clients see of a right queue: each call has its effect at some moment between its call and its answer. */
function observed(calls: readonly (readonly [Call, number, number, boolean])[], clients: number): Operation<Call>[] {
  let items: readonly string[] = [];
  const free = Array.from({ length: clients }, () => 0);
  return calls.map(([call, before, after, lost], n) => {
    const client = n % clients;
    const effect = 10 * (n + 1);
    const answer = call === "pop" ? (items[0] ?? "empty") : String(items.length < SIZE);
    items = queue.step(items, call, answer)!;
    const called = Math.max(free[client]!, effect - before);
    // The client's next call comes after that.
    const answered = effect + Math.min(after, 10 * clients - 1);
    free[client] = answered;
    return { client: String(client), call, answer: lost ? null : answer, called, answered };
  });
}

/** One answer of so many is lost. */
const LOST = 40;

const call = fc.tuple(
  fc.oneof(
    fc.constant<Call>("pop"),
    fc.nat(99).map((n): Call => ({ put: `i${n}` })),
  ),
  fc.nat(40),
  fc.nat(40),
  fc.nat(LOST).map((n) => n === 0),
);

/** Tries every order. */
function bruteForce(left: readonly Operation<Call>[], items: readonly string[]): boolean {
  if (left.every(({ answer }) => answer === null)) return true;
  const first = Math.min(
    ...left.map(({ answer, answered }) => (answer === null ? Number.POSITIVE_INFINITY : answered)),
  );
  return left.some((each) => {
    if (each.called > first) return false;
    const next = queue.step(items, each.call, each.answer);
    const others = left.filter((other) => other !== each);
    return next !== null && bruteForce(others, next);
  });
}

test("what a right queue answers has an order", () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (calls, clients) => {
      expect(linearize(observed(calls, clients), queue)).toMatchObject({ linearizable: true });
    }),
  );
});

test("it says the same as trying every order, and its order is one", () => {
  const wrong = fc.tuple(fc.array(call, { maxLength: 6 }), fc.nat(5), fc.constantFrom("empty", "true", "false", "i1"));
  fc.assert(
    fc.property(wrong, fc.integer({ min: 1, max: 4 }), ([calls, at, answer], clients) => {
      const history = observed(calls, clients).map((each, i) => (i === at ? { ...each, answer } : each));
      const found = linearize(history, queue);
      expect(found.linearizable).toBe(bruteForce(history, []));
      let items: readonly string[] | null = [];
      for (const each of found.order) items = items && queue.step(items, each.call, each.answer);
      expect(items).not.toBeNull();
    }),
    { numRuns: 300 },
  );
});

test("an item that two have popped has no order", () => {
  const history = [op("alice", { put: "a" }, "true", 0, 1), op("bob", "pop", "a", 2, 5), op("carol", "pop", "a", 3, 4)];
  expect(linearize(history, queue)).toMatchObject({ linearizable: false, stuck: { answer: "a" } });
});

test("a lost answer explains what somebody else sees, or nothing", () => {
  const lost = op("alice", { put: "a" }, null, 0, 0);
  expect(linearize([lost, op("bob", "pop", "a", 5, 6)], queue).linearizable).toBe(true);
  expect(linearize([lost, op("bob", "pop", "empty", 5, 6)], queue).linearizable).toBe(true);
  expect(linearize([lost, op("bob", "pop", "b", 5, 6)], queue).linearizable).toBe(false);
  expect(linearize([op("bob", "pop", "a", 0, 1), { ...lost, called: 2 }], queue).linearizable).toBe(false);
});

test("a thousand calls by ten clients take few steps", () => {
  const calls = fc.sample(call, { numRuns: 1000, seed: 1 });
  const history = observed(
    calls.map(([each, before, after], i) => [each, before, after, i % 300 === 299] as const),
    10,
  );
  const wrong = history.map((each, i) => (i === 900 ? { ...each, answer: "never put" } : each));
  let steps = 0;
  const counted: typeof queue = {
    ...queue,
    step(...args) {
      steps++;
      return queue.step(...args);
    },
  };
  expect(linearize(history, counted).linearizable).toBe(true);
  expect(linearize(wrong, counted).linearizable).toBe(false);
  // Some hundred thousand are a second.
  expect(steps).toBeLessThan(100_000);
});

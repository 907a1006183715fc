/** One diagram, any role under test; names varied and their order kept. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { show } from "../execution/pattern.ts";
import { handoutOf } from "../execution/small.test.support.ts";
import { expand } from "./expand.ts";
import type { Part } from "./part.ts";
import type { Role } from "./roles.ts";
import { leaves } from "./tree.ts";
import { trials } from "./trials.ts";
import { varied, vary } from "./vary.ts";

function planned(diagram: string, role: Role, front?: string): { moves: string[]; why: string | null }[] {
  const spec = handoutOf(diagram, front);
  const all = trials(spec, spec.rules, { roles: [role], params: spec.params, seed: 0, wording: new Map() });
  return all.map(({ part, why }) => ({ moves: part === null ? [] : movesOf(part), why }));
}

function movesOf(part: Part): string[] {
  return [...leaves(part.moves)].map((move) => {
    const act = "does" in move ? move.does : move.expects;
    const text = "text" in act ? show(act.text, new Map()) : "texts" in act ? show(act.texts[0]!, new Map()) : "";
    return `${"does" in move ? "do" : "expect"} ${act.kind}${text === "" ? "" : ` ${text}`}`;
  });
}

const DIALOGUE = `
  Note over alice: types hello
  alice->>server: say hello
  Note over server: prints heard hello
  server->>bob: said hello
  Note over bob: prints got hello`;

describe("a diagram", () => {
  test("tests a server", () => {
    expect(planned(DIALOGUE, "server")).toEqual([
      { moves: ["do send say hello2q", "expect printed heard hello2q", "expect receive said hello2q"], why: null },
    ]);
  });

  test("tests each of its clients", () => {
    expect(planned(DIALOGUE, "client")).toEqual([
      { moves: ["do start", "do type hello2q", "expect receive say hello2q"], why: null },
      { moves: ["do start", "do send said hello2q", "expect printed got hello2q"], why: null },
    ]);
  });

  test("tests all together by their keyboards and screens", () => {
    expect(planned(DIALOGUE, "pair")).toEqual([
      {
        moves: [
          "do start",
          "do type hello2q",
          "expect printed heard hello2q",
          "do start",
          "expect printed got hello2q",
        ],
        why: null,
      },
    ]);
  });

  test.each<[string, Role, string]>([
    ["alice->>server: say hello\nserver->>alice: said hello", "client", "no user makes alice2q send that"],
    [
      "alice-xserver: resets\nNote over server: prints heard it",
      "pair",
      "no user makes alice2q do that to its connection",
    ],
    [
      "Note over alice: types hi\nalice->>server: say hi\nNote over alice: hears nothing",
      "server",
      "nothing is left to expect",
    ],
    [
      "alice->>server: say hi\nserver->>{somebody}: sorry",
      "client",
      "which client has to do what turns out only in the run",
    ],
  ])("does not apply: %s, %s", (diagram, role, why) => {
    expect(planned(diagram, role)).toEqual([{ moves: [], why }]);
  });

  test("needs something to be done outside its fragments", () => {
    const spec = handoutOf("Note over alice: types hi\nalice->>server: say hi");
    expect(trials(spec, spec.rules, { roles: ["client"], params: {}, seed: 0, wording: new Map() })[0]?.why).toBeNull();
  });

  test("lets a client ask each server once for what its user asks", () => {
    const asked = "Note over alice: types hi\nalice->>server1: say hi\nalice->>server2: say hi";
    expect(planned(asked, "client")[0]).toMatchObject({ why: null });
    expect(planned(`${asked}\nalice->>server1: say hi`, "client")[0]?.why).toBe("no user makes alice2q send that");
  });

  test("is told once about clients that are alike", () => {
    const diagram = "loop user in user1..user5\nserver->>user: said {user}\nNote over user: prints got {user}\nend";
    expect(planned(diagram, "client")).toHaveLength(1);
  });
});

describe("a hole in a loop", () => {
  test("is another one each time round when its name says so", () => {
    const diagram = "loop i in 1..2\nserver->>alice: said {one} {each{i}}\nend";
    const spec = handoutOf(diagram);
    const steps = [...leaves(expand(spec.rules[0]!.scenarios[0]!, spec, {}))].map(({ step }) => step);
    const names = steps.map((step) =>
      (step.kind === "message" ? step.text : []).flatMap((piece) => ("name" in piece ? [piece.name] : [])),
    );
    expect(names).toEqual([
      ["one", "each1"],
      ["one", "each2"],
    ]);
  });
});

describe("variation", () => {
  test("keeps the order of words", () => {
    const word = fc.stringMatching(/^[A-Za-z]{3,8}\d{0,3}$/);
    const stem = (text: string): string => text.replace(/\d+$/, "");
    fc.assert(
      fc.property(word, word, fc.nat(1000), (a, b, seed) => {
        // Capitals vary in capitals; and a stem that another one begins with is told from it by a digit.
        fc.pre(/[a-z]/.test(a) && /[a-z]/.test(b) && stem(a) !== a.slice(0, 0));
        const order = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);
        if (stem(a) === stem(b) || !(a.startsWith(stem(b)) || b.startsWith(stem(a)))) {
          expect(order(varied(a, seed), varied(b, seed))).toBe(order(a, b));
        }
      }),
    );
  });

  test("is the same everywhere, and leaves the protocol's own words alone", () => {
    const spec = handoutOf(
      "Note over bob: types hello bob and BOB2\nbob->>server: say hello bob and BOB2\nserver->>bob: sorry",
    );
    const written = vary(expand(spec.rules[0]!.scenarios[0]!, spec, {}), spec, 0);
    const texts = [...leaves(written)].map(({ step }) => ("text" in step ? show(step.text, new Map()) : ""));
    expect(texts).toEqual(["hello2q bob2q and2q BOB2Q2", "say hello2q bob2q and2q BOB2Q2", "sorry"]);
  });
});

/** Whatever comes and goes, who heard stretches of one history is believed, and nobody else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breach, type Heard } from "./history.ts";

/** Lists that differ by one name each, and the stretches that clients hear. */
const told = fc
  .record({
    turns: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 12 }),
    stretches: fc.array(fc.record({ from: fc.nat(20), length: fc.nat(20), left: fc.boolean() }), { maxLength: 5 }),
  })
  .map(({ turns, stretches }) => {
    const there = new Set(["zoe"]);
    const history = turns.map((turn) => {
      const name = `user${turn}`;
      if (!there.delete(name)) there.add(name);
      return [...there].sort().join(" ");
    });
    const others = stretches.map(({ from, length, left }, i): Heard => {
      const start = from % history.length;
      return { who: `user${i}`, messages: history.slice(start, left ? start + length : undefined), left };
    });
    return { history, all: [{ who: "zoe", messages: history, left: false }, ...others] };
  });

describe("one history", () => {
  test("is believed where there is one", () => {
    fc.assert(
      fc.property(told, ({ all }) => {
        expect(breach(all)).toBeNull();
      }),
    );
  });

  test("is not, where somebody misses the last, or two are swapped", () => {
    fc.assert(
      fc.property(told, fc.nat(), ({ history, all }, n) => {
        const missed = { who: "bob", messages: history.slice(0, -1), left: false };
        expect(breach([...all, missed])).not.toBeNull();
        const at = n % (history.length - 1);
        const swapped = history.toSpliced(at, 2, history[at + 1]!, history[at]!);
        expect(breach([...all, { who: "bob", messages: swapped, left: false }])).not.toBeNull();
      }),
    );
  });

  test.each<[string, Heard[], string]>([
    [
      "two names at once",
      [{ who: "zoe", messages: ["zoe", "bob carol zoe"], left: false }],
      "zoe heard this right after “zoe”: not one word is new or gone, but 2",
    ],
    [
      "another order",
      [
        { who: "zoe", messages: ["zoe", "bob zoe", "bob carol zoe"], left: false },
        { who: "bob", messages: ["carol zoe", "bob carol zoe"], left: false },
      ],
      "bob heard this 1 before the last, and zoe another",
    ],
    [
      "a gap",
      [
        { who: "zoe", messages: ["zoe", "bob zoe", "bob carol zoe", "carol zoe"], left: false },
        { who: "bob", messages: ["bob zoe", "carol zoe"], left: true },
      ],
      "bob, who has left, has heard what zoe has not, or in another order",
    ],
  ])("is not: %s", (_, all, why) => {
    expect(breach(all)?.why).toBe(why);
  });
});

/** A part that is timed anew stays the same part: each branch as it was, in another order and a little later. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { handoutOf } from "../execution/small.test.support.ts";
import type { Move, Part } from "./part.ts";
import { deedsIn, draws, isRace, retimed } from "./timing.ts";
import { leaves } from "./tree.ts";
import { trials } from "./trials.ts";

function partOf(diagram: string): Part {
  const spec = handoutOf(diagram);
  const [trial] = trials(spec, spec.rules, { roles: ["server"], params: {}, seed: 0, wording: new Map() });
  return trial!.part!;
}

const RACE = partOf(`
  carol->>server: say before
  server->>carol: said before
  par
    alice->>server: say one
    server->>alice: said one
  and
    bob->>server: say two
    server->>bob: said two
  and
    carol-xserver: closes
  and
    server->>{somebody}: sorry
  end`);

/** Rows in the order in which they would be played, without what only opens connections. */
function rows(part: Part): number[] {
  return [...leaves(part.moves)]
    .filter((move) => !("does" in move) || move.does.kind !== "connect")
    .map(({ row }) => row);
}

test("says what is a race", () => {
  expect(isRace(RACE)).toBe(true);
  expect(deedsIn(RACE)).toBe(4);
  expect(isRace(partOf("alice->>server: say a\npar\nserver->>alice: said a\nand\nserver->>alice: sorry\nend"))).toBe(
    false,
  );
});

test("keeps each branch, and what nobody begins where it was", () => {
  const orders = new Set<string>();
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), (seed, framed) => {
      const timed = retimed(RACE, draws(seed), () => framed);
      const found = rows(timed);
      orders.add(found.join());
      expect(found.slice(0, 2)).toEqual([0, 1]);
      expect(found.at(-1)).toBe(7);
      expect([...found].sort()).toEqual([...rows(RACE)].sort());
      expect(found.indexOf(3)).toBe(found.indexOf(2) + 1);
      expect(found.indexOf(5)).toBe(found.indexOf(4) + 1);
      for (const move of leaves(timed.moves)) {
        expect(late(move)).toBeLessThan(3);
        if (!framed && "does" in move) expect(move.does).not.toHaveProperty("cut");
      }
    }),
  );
  expect(orders.size).toBe(6);
});

function late(move: Move): number {
  return "does" in move && "after" in move.does ? (move.does.after ?? 0) : 0;
}

test("is the same for the same seed", () => {
  const once = retimed(RACE, draws(5), () => true);
  expect(retimed(RACE, draws(5), () => true)).toEqual(once);
});

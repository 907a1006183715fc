/** What happens at the same time is played at slightly other times; only programs for which that matters fail. */
import { describe, expect, test } from "vitest";
import { handoutOf, played, server } from "../execution/small.test.support.ts";
import { playRaces, type Raced } from "./races.ts";

const RACE = `
  par
    alice->>server: say one
    server->>alice: said one
  and
    bob->>server: say two
    server->>bob: said two
  end`;
const RIGHT = "say(line.replace('say','said'))";
/** Whoever is first has to be alice, who is always first in the diagram. */
const UNFAIR = `globalThis.first??=line;if(line.includes('two')&&globalThis.first===line)say('sorry');else ${RIGHT}`;

async function raced(on: string, runs: number): Promise<Raced> {
  const spec = handoutOf(RACE);
  const command = server(on);
  const scripted = await played(spec, "server", { server: command });
  expect(scripted.map(({ ending }) => ending.kind)).toEqual(["complete"]);
  const target = { server: command, client: null, connect: null, programs: {}, folder: process.cwd(), deadline: 700 };
  const run = { spec, rules: spec.rules, target, params: spec.params, seed: 1, runs, jobs: 1 };
  const { signal } = new AbortController();
  return await playRaces({ ...run, wording: new Map(), dialect: null, leftOut: [], scripted, signal });
}

describe.concurrent("races", () => {
  test("find a server that minds who is first, and say how often", async () => {
    const { transcripts } = await raced(UNFAIR, 20);
    expect(transcripts).toMatchObject([{ rule: "SMALL-RULE-1", ending: { kind: "broken" }, raced: true }]);
    expect(transcripts[0]!.scenario).toMatch(/fails \d+ times of \d+$/);
  });

  test("find nothing wrong with a right server", async () => {
    expect(await raced(RIGHT, 10)).toEqual({ transcripts: [], played: 4, unconfirmed: 0 });
  });
});

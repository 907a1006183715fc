/**
 * How often the servers are found out whose threads only sometimes meet: by the diagrams as they stand, and by races.
 *
 *     npm run races [SEEDS] [RUNS]
 */
import { join } from "node:path";
import { handout } from "../harness/cli/handout.ts";
import { tested } from "../harness/cli/tested.ts";
import { Servers } from "../harness/execution/servers.ts";
import { playSuite } from "../harness/execution/suite.ts";
import { playRaces } from "../harness/exploration/races.ts";

const [seeds = "30", runs = "5"] = process.argv.slice(2);
/** The servers that keep the rules in all that one thread does; the rules that others may break. */
const racy = [
  ["chat", "unlocked", "CHAT-TIME"],
  ["chat", "walking", "CHAT-LOST-4"],
  ["messaging", "unlocked", "MESSAGING-TIME"],
  ["peers", "hasty", "PEERS-ORDER"],
  ["peers", "walking", "PEERS-ORDER"],
] as const;

process.stdout.write(
  `| of ${seeds} runs | found by diagrams | by races (--runs ${runs}) | by either |\n|---|---|---|---|\n`,
);
for (const [name, fault, prefix] of racy) {
  const { spec } = handout(name);
  const rules = spec.rules.filter(({ id }) => id.startsWith(prefix));
  const server = `/usr/bin/python3 ${join(import.meta.dirname, "../fixtures", name, "python/racy/server.py")} ${fault}`;
  const { target } = tested(name, { server, deadline: 2000 });
  const found = { diagrams: 0, races: 0, either: 0 };
  for (let seed = 1; seed <= Number(seeds); seed++) {
    await using servers = new Servers();
    const run = { spec, rules, target, params: spec.params, seed, servers };
    const scripted = await playSuite({ ...run, roles: ["server"], jobs: 6 });
    const { signal } = new AbortController();
    const more = { runs: Number(runs), jobs: 2, wording: new Map(), dialect: null, leftOut: [], signal };
    const { transcripts } = await playRaces({ ...run, ...more, scripted });
    const byDiagram = scripted.some(({ ending }) => ending.kind === "broken");
    if (byDiagram) found.diagrams++;
    if (transcripts.length > 0) found.races++;
    if (byDiagram || transcripts.length > 0) found.either++;
  }
  process.stdout.write(`| ${name} ${fault} | ${found.diagrams} | ${found.races} | ${found.either} |\n`);
}

/**
 * What random play finds of the broken servers of a handout: how many sequences it takes (the median over some seeds),
 * which rule it names, and how long the scenario is that it shows, beside the shortest that the handout has for the rule.
 *
 *     npm run random [HANDOUT] [RULE-PATTERN] [RUNS] [SEEDS]
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { handout } from "../harness/cli/handout.ts";
import { tested } from "../harness/cli/tested.ts";
import { explore, type Finding } from "../harness/exploration/explore.ts";
import { loadModels } from "../harness/exploration/load.ts";
import { expand } from "../harness/projection/expand.ts";
import { leaves } from "../harness/projection/tree.ts";

const [name = "chat", pattern = "", runs = "100", seeds = "3"] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");
const { spec } = handout(name);
const setting = { params: spec.params, judged: "server" } as const;
const models = await loadModels(join(root, "spec", name, "README.md"), root, setting);
const file = join(root, "fixtures", name, "broken-servers.ts");
const { brokenServers } = existsSync(file)
  ? ((await import(pathToFileURL(file).href)) as { brokenServers: Readonly<Record<string, unknown>> })
  : { brokenServers: {} };

process.stdout.write("| broken | named by random play | sequences | steps | scripted |\n|---|---|---|---|---|\n");
let found = 0;
const ids = Object.keys(brokenServers).filter((id) => id.includes(pattern));
for (const id of ids) {
  const findings: (Finding | null)[] = [];
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const server = `${process.execPath} ${join(root, "dist/fixtures", name, "broken-server.js")} ${id}`;
    const { target } = tested(name, { server, deadline: 2000 });
    const explored = await explore({
      spec,
      rules: spec.rules,
      ...models,
      judged: "server",
      target,
      params: spec.params,
      seed,
      runs: Number(runs),
      wording: new Map(),
      broken: new Set(),
      enough: 1,
    });
    findings.push(explored.findings[0] ?? null);
    if (explored.findings.length === 0 && seed === 1) break;
  }
  const real = findings.filter((each) => each !== null);
  if (real.length > 0) found++;
  const named = [...new Set(real.map(({ rule }) => rule))].join(", ");
  const needed = real.length < findings.length ? "–" : String(median(real.map(({ run }) => run)));
  const steps = real.length === 0 ? "–" : String(median(real.map(({ story }) => story.rules.length)));
  const rule = spec.rules.find((each) => each.id === id);
  const scripted = rule?.scenarios.map((one) => [...leaves(expand(one, spec, spec.params))].length) ?? [];
  process.stdout.write(`| ${id} | ${named || "–"} | ${needed} | ${steps} | ${Math.min(...scripted)} |\n`);
}
process.stdout.write(`\n${found} of ${ids.length} found within ${runs} sequences\n`);

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

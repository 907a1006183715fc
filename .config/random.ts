/**
 * How the broken programs of a handout are found: by their rule's own diagrams, by random play, by adverse delivery of
 * the diagrams, or by races. For random play also how many sequences it takes (the median over some seeds), which rule
 * it names, and how long the scenario is that it shows, beside the shortest that the handout has for the rule.
 *
 *     npm run random [HANDOUT] [RULE-PATTERN] [RUNS] [SEEDS]
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { handout } from "../harness/cli/handout.ts";
import { tested } from "../harness/cli/tested.ts";
import type { Target } from "../harness/execution/stage.ts";
import { playSuite } from "../harness/execution/suite.ts";
import type { Transcript } from "../harness/execution/transcript.ts";
import { explore, type Finding } from "../harness/exploration/explore.ts";
import { loadModels } from "../harness/exploration/load.ts";
import type { Judged } from "../harness/exploration/model.ts";
import { playRaces } from "../harness/exploration/races.ts";
import { expand } from "../harness/projection/expand.ts";
import { leaves } from "../harness/projection/tree.ts";

const [name = "chat", pattern = "", runs = "60", seeds = "3"] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");
const folder = join(root, "fixtures", name);
const { spec } = handout(name);
/** So often each race is played. */
const RACES = 10;

const ways = ["script", "random", "delivery", "races"] as const;
type Way = (typeof ways)[number];
const totals: Record<Way | "all" | "any", number> = { script: 0, random: 0, delivery: 0, races: 0, all: 0, any: 0 };

say(["broken", ...ways, "named by random play", "sequences", "steps", "scripted"]);
say(Array.from({ length: 9 }, () => "---"));
for (const judged of ["server", "client"] as const) {
  const models = await loadModels(join(root, "spec", name, "README.md"), root, { params: spec.params, judged });
  for (const id of await programs(judged)) {
    const command = `${process.execPath} ${join(root, "dist/fixtures", name, `broken-${judged}.js`)} ${id}`;
    const { target } = tested(name, { [judged]: command, deadline: 2000 });
    const own = spec.rules.filter((each) => each.id === id.replace(/\..*$/, "") || each.id === spec.stream);
    const base = { spec, target, params: spec.params, seed: 1 };
    const played = await playSuite({ ...base, rules: own, roles: [judged], jobs: 6 });
    const broken = (each: Transcript): boolean => each.ending.kind === "broken";
    const findings = models.model === null && models.concurrent === null ? [] : await atRandom(judged, models, target);
    const found: Record<Way, boolean> = {
      script: played.some((each) => each.delivery === null && broken(each)),
      random: findings.length > 0,
      delivery: played.some((each) => each.delivery !== null && broken(each)),
      races: judged === "server" && (await raced(target)),
    };
    for (const way of ways) if (found[way]) totals[way]++;
    totals.all++;
    if (ways.some((way) => found[way])) totals.any++;
    const rule = spec.rules.find((each) => each.id === id.replace(/\..*$/, ""));
    const scripted = rule?.scenarios.map((one) => [...leaves(expand(one, spec, spec.params))].length) ?? [];
    const all = findings.length === Number(seeds);
    say([
      `${judged} ${id}`,
      ...ways.map((way) => (found[way] ? "✓" : "–")),
      [...new Set(findings.map((each) => each.rule))].join(", ") || "–",
      findings.length === 0 ? "–" : `${median(findings.map(({ run }) => run))}${all ? "" : ` (of ${findings.length})`}`,
      findings.length === 0 ? "–" : String(median(findings.map(({ story }) => story.rules.length))),
      scripted.length === 0 ? "–" : String(Math.min(...scripted)),
    ]);
  }
}
const counts = ways.map((way) => `${totals[way]} by ${way}`).join(", ");
process.stdout.write(`\n${totals.any} of ${totals.all} found: ${counts}; random play stops after ${runs} sequences\n`);

/** What random play finds with each seed; where the first finds nothing, the others are not tried. */
async function atRandom(
  judged: Judged,
  models: Awaited<ReturnType<typeof loadModels>>,
  target: Target,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const how = { spec, rules: spec.rules, ...models, judged, target, params: spec.params, seed };
    const more = { runs: Number(runs), wording: new Map(), broken: new Set<string>(), enough: 1 };
    const [found] = (await explore({ ...how, ...more })).findings;
    if (found === undefined && seed === 1) break;
    if (found !== undefined) findings.push(found);
  }
  return findings;
}

async function raced(target: Target): Promise<boolean> {
  const { transcripts } = await playRaces({
    ...{ spec, rules: spec.rules, target, params: spec.params, seed: 1, runs: RACES, jobs: 2 },
    ...{ wording: new Map(), dialect: null, leftOut: [], scripted: [], signal: new AbortController().signal },
  });
  return transcripts.length > 0;
}

/** The rules that the handout's broken servers or clients stand under. */
async function programs(judged: Judged): Promise<string[]> {
  const found = new Set<string>();
  for (const file of readdirSync(folder)) {
    const client = file.startsWith("broken-client");
    if (!/^broken-.*s(-\w+)?\.ts$/.test(file) || client !== (judged === "client")) continue;
    const module = (await import(pathToFileURL(join(folder, file)).href)) as Readonly<Record<string, object>>;
    for (const table of Object.values(module)) {
      for (const [id, Program] of Object.entries(table)) if (typeof Program === "function") found.add(id);
    }
  }
  return [...found].filter((id) => id.includes(pattern)).sort();
}

function say(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

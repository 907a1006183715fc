/** `wirecheck replay FILE SPEC`: one scenario from a file, once or several times. */
import { readFileSync } from "node:fs";
import { playSuite } from "../execution/suite.ts";
import { parseScenario } from "../language/diagram.ts";
import type { Rule, Scenario, Spec } from "../language/spec.ts";
import { assemble } from "../verdict/assemble.ts";
import type { Judged } from "../verdict/report.ts";
import { exitStatus } from "../verdict/status.ts";
import { checkProto, handout, said } from "./handout.ts";
import { until } from "./interrupt.ts";
import { Misuse } from "./misuse.ts";
import { write } from "./reporting.ts";
import { tested } from "./tested.ts";

export interface ReplayOptions {
  readonly server?: string;
  readonly client?: string;
  readonly param: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly times: number;
}

export async function replay(file: string, name: string, options: ReplayOptions): Promise<void> {
  const found = handout(name);
  await checkProto(found);
  const whole = found.spec;
  const spec = { ...whole, rules: [ruleOf(scenario(file), whole)] };
  const { target, roles } = tested(name, { ...options, deadline: 2000 });
  const runs = await until(async (signal) => {
    const played: Judged[] = [];
    for (let i = 0; i < options.times && !signal.aborted; i++) {
      const began = performance.now();
      const params = { ...spec.params, ...options.param };
      const seed = options.seed;
      const transcripts = await playSuite({ spec, rules: spec.rules, roles, target, params, seed, jobs: 1, signal });
      const shown = { server: target.server, client: target.client, connect: null };
      const again = `wirecheck replay ${file} ${name}`;
      played.push(assemble(spec, shown, seed, transcripts, Math.round(performance.now() - began), () => again));
    }
    return played;
  });
  const failing = runs.filter(({ report }) => exitStatus(report) !== 0);
  const shown = failing[0] ?? runs[0];
  if (shown) await write([shown], [], true);
  if (runs.length > 1) process.stdout.write(`\nfails ${failing.length} times of ${runs.length}\n`);
  process.exitCode = exitStatus(...runs.map(({ report }) => report));
}

function scenario(file: string): Scenario {
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch (error) {
    throw new Misuse(`wirecheck: ${file} cannot be read: ${(error as Error).message}`);
  }
  const found = parseScenario(source, file);
  if ("problems" in found) throw new Misuse(found.problems.map(said).join("\n"));
  return found;
}

function ruleOf(scenario: Scenario, spec: Spec): Rule {
  return {
    id: `${spec.protocol.toUpperCase()}-REPLAY-1`,
    title: scenario.name || "The scenario of this file",
    section: "Replay",
    sentence: "The program MUST do what the diagram says.",
    level: "MUST",
    subject: null,
    points: 1,
    scenarios: [scenario],
    place: scenario.place,
  };
}

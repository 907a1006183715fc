/** `wirecheck replay FILE`: one scenario from a file, once or several times. */
import { readFileSync } from "node:fs";
import { playSuite } from "../execution/suite.ts";
import type { Transcript } from "../execution/transcript.ts";
import { type Exploration, playCalls } from "../exploration/explore.ts";
import { type Origin, parseSaved } from "../exploration/saved.ts";
import type { Rule, Scenario, Spec } from "../language/spec.ts";
import type { Role } from "../projection/roles.ts";
import { assemble } from "../verdict/assemble.ts";
import type { Judged } from "../verdict/report.ts";
import { exitStatus } from "../verdict/status.ts";
import { checkProto, type Handout, handout, said } from "./handout.ts";
import { until } from "./interrupt.ts";
import { Misuse } from "./misuse.ts";
import { modelsOf } from "./models.ts";
import { checkParams } from "./params.ts";
import { checkPlaceholders } from "./placeholders.ts";
import { checkReachable } from "./reachable.ts";
import { write } from "./reporting.ts";
import { tested } from "./tested.ts";

export interface ReplayOptions {
  readonly server?: string;
  readonly client?: string;
  readonly connect?: string;
  readonly program?: Readonly<Record<string, string>>;
  readonly param: Readonly<Record<string, string>>;
  readonly seed?: number;
  readonly times: number;
}

/** What the command line says goes before what the file says. */
export async function replay(file: string, spec: string | undefined, options: ReplayOptions): Promise<void> {
  const { scenario, origin } = read(file);
  const name = spec ?? origin.spec;
  if (name === undefined)
    throw new Misuse(
      `wirecheck: ${file} does not say which handout it belongs to: name it, as in \`wirecheck replay ${file} chat\``,
    );
  const found = handout(name);
  await checkProto(found);
  const whole = found.spec;
  const rule = ruleOf(scenario, origin, whole);
  const { target, roles } = tested(
    name,
    { ...programs(options, origin), ...(options.program && { program: options.program }), deadline: 2000 },
    Object.keys(whole.programs),
  );
  checkPlaceholders(whole, target);
  await checkReachable(target.connect);
  checkParams(name, whole, { ...origin.params, ...options.param });
  const role = origin.role;
  const played: readonly Role[] = role !== undefined && roles.includes(role) ? [role] : roles;
  const params = { ...whole.params, ...origin.params, ...options.param };
  const seed = options.seed ?? origin.seed ?? 1;
  const steady = origin.steady ?? false;
  const runs = await until(async (signal) => {
    const judged: Judged[] = [];
    for (let i = 0; i < options.times && !signal.aborted; i++) {
      const began = performance.now();
      const suite = { spec: whole, rules: [rule], roles: played, target, params, seed, steady, jobs: 1, signal };
      const transcripts =
        origin.calls === undefined ? await playSuite(suite) : await playAtOnce(origin.calls, found, { ...suite, rule });
      const shown = { server: target.server, client: target.client, connect: options.connect ?? null };
      const durationMs = Math.round(performance.now() - began);
      const again = `wirecheck replay ${file}${spec === undefined ? "" : ` ${spec}`}`;
      judged.push(assemble({ ...whole, rules: [rule] }, shown, seed, transcripts, durationMs, () => again));
    }
    return judged;
  });
  const failing = runs.filter(({ report }) => exitStatus(report) !== 0);
  const shown = failing[0] ?? runs[0];
  if (shown) await write([shown], [], true);
  process.stdout.write(`\n${outcome(failing.length, runs.length)}\n`);
  process.exitCode = exitStatus(...runs.map(({ report }) => report));
}

/** Calls whose order is what is judged; the model beside the handout says how. */
async function playAtOnce(
  calls: string,
  handout: Handout,
  run: Pick<Exploration, "spec" | "target" | "params" | "seed" | "signal"> & { readonly rule: Rule },
): Promise<Transcript[]> {
  const judged = "server";
  const { concurrent } = await modelsOf(handout, { params: run.params, judged });
  if (concurrent === null)
    throw new Misuse(`wirecheck: there is no model beside ${run.spec.file} that knows these calls`);
  const transcript = await playCalls(concurrent, JSON.parse(calls), { ...run, judged, wording: new Map() });
  return transcript === null ? [] : [{ ...transcript, rule: run.rule.id }];
}

function outcome(failing: number, times: number): string {
  if (failing === 0) return "fixed";
  return failing === times ? "still fails" : `fails ${failing} times of ${times}`;
}

type Programs = Pick<ReplayOptions, "server" | "client" | "connect">;

function programs(options: Programs, origin: Programs): Programs {
  const given = options.server ?? options.client ?? options.connect;
  const { server, client, connect } = given === undefined ? origin : options;
  return {
    ...(server === undefined ? {} : { server }),
    ...(client === undefined ? {} : { client }),
    ...(connect === undefined ? {} : { connect }),
  };
}

function read(file: string): { readonly scenario: Scenario; readonly origin: Origin } {
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch (error) {
    throw new Misuse(`wirecheck: ${file} cannot be read: ${(error as Error).message}`);
  }
  const found = parseSaved(source, file);
  if ("problems" in found) throw new Misuse(found.problems.map(said).join("\n"));
  return found;
}

/** The rule that the file names, with this scenario alone. */
function ruleOf(scenario: Scenario, origin: Origin, spec: Spec): Rule {
  const rule = spec.rules.find(({ id }) => id === origin.rule) ?? {
    id: `${spec.protocol.toUpperCase()}-REPLAY-1`,
    title: scenario.name || "The scenario of this file",
    section: "Replay",
    sentence: "The program MUST do what the diagram says.",
    level: "MUST" as const,
    points: 1,
    place: scenario.place,
  };
  return { ...rule, subject: null, scenarios: [scenario] };
}

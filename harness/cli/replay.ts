/** `wirecheck replay FILE`: one scenario from a file, once or several times. */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { playSuite } from "../execution/suite.ts";
import type { Transcript } from "../execution/transcript.ts";
import { type Exploration, playCalls } from "../exploration/explore.ts";
import { type Origin, parseSaved } from "../exploration/saved.ts";
import type { Rule, Scenario, Spec } from "../language/spec.ts";
import type { Role } from "../projection/roles.ts";
import { assemble } from "../verdict/assemble.ts";
import type { Judged } from "../verdict/report.ts";
import { exitStatus, nothingJudged } from "../verdict/status.ts";
import { build, type Configured, configured } from "./configured.ts";
import { checkProto, type Handout, handout, said } from "./handout.ts";
import { until } from "./interrupt.ts";
import { placed } from "./library.ts";
import { Misuse } from "./misuse.ts";
import { modelsOf } from "./models.ts";
import { checkParams } from "./params.ts";
import { checkPlaceholders } from "./placeholders.ts";
import { checkReachable } from "./reachable.ts";
import { write } from "./reporting.ts";
import { type Asked, dialectOf, runOf, serviceOf, withArgs } from "./run.ts";
import { tested } from "./tested.ts";

export interface ReplayOptions {
  readonly server?: string;
  readonly client?: string;
  readonly connect?: string;
  readonly program?: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly dialect?: string;
  readonly proto?: string;
  readonly param: Readonly<Record<string, string>>;
  readonly seed?: number;
  readonly times: number;
}

/** What the command line says goes before what the file says. */
export async function replay(file: string, spec: string | undefined, options: ReplayOptions): Promise<void> {
  const { scenario, origin } = read(file);
  const config = configFor(options, origin, spec ?? origin.spec);
  const name = spec ?? origin.spec ?? (config && placed(config.spec, dirname(config.file)));
  if (name === undefined || name === null)
    throw new Misuse(
      `wirecheck: ${file} does not say which handout it belongs to: name it, as in \`wirecheck replay ${file} chat\``,
    );
  const found = handout(name);
  const asked = askedFor(options, origin);
  const run = runOf(asked, config);
  const grpc = await serviceOf(found, asked, run);
  await checkProto(found, grpc);
  const whole = withArgs(found.spec, config);
  const dialect = dialectOf(asked, config, whole);
  const rule = ruleOf(scenario, origin, whole);
  const others = Object.keys(whole.programs);
  const { target, roles } = tested(
    name,
    { ...run.programs, deadline: run.deadline, folder: run.folder, dialect, grpc },
    others,
  );
  checkPlaceholders(whole, target);
  await checkReachable(target.connect);
  checkParams(name, whole, { ...config?.params, ...origin.params, ...options.param });
  if (config?.build) build(config.build, run.folder);
  const role = origin.role;
  const played: readonly Role[] = role !== undefined && roles.includes(role) ? [role] : roles;
  const params = { ...whole.params, ...config?.params, ...origin.params, ...options.param };
  const seed = options.seed ?? origin.seed ?? 1;
  const steady = origin.steady ?? false;
  const runs = await until(async (signal) => {
    const judged: Judged[] = [];
    for (let i = 0; i < options.times && !signal.aborted; i++) {
      const began = performance.now();
      const suite = {
        spec: whole,
        rules: [rule],
        roles: played,
        target,
        params,
        seed,
        steady,
        jobs: 1,
        dialect,
        signal,
      };
      const transcripts =
        origin.calls === undefined ? await playSuite(suite) : await playAtOnce(origin.calls, found, { ...suite, rule });
      const shown = { server: target.server, client: target.client, connect: options.connect ?? null };
      const durationMs = Math.round(performance.now() - began);
      const again = `wirecheck replay ${file}${spec === undefined ? "" : ` ${spec}`}`;
      const shownSpec = { ...whole, framing: dialect?.framing ?? whole.framing, rules: [rule] };
      const told = { dialect: dialect?.name ?? (grpc && (asked.proto ?? config?.file ?? null)) };
      judged.push(assemble(shownSpec, shown, seed, transcripts, durationMs, () => again, told));
    }
    return judged;
  });
  const failing = runs.filter(({ report }) => exitStatus(report) !== 0);
  const shown = failing[0] ?? runs[0];
  if (shown) await write([shown], [], true);
  const nothing = runs.every(({ report }) => nothingJudged(report));
  process.stdout.write(`\n${nothing ? "nothing was judged" : outcome(failing.length, runs.length)}\n`);
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

/** The one that is named; for a diagram that says nothing of itself also the one that is here. */
function configFor(options: ReplayOptions, origin: Origin, name: string | undefined): Configured | null {
  const file = options.config ?? origin.config;
  return file !== undefined || name === undefined ? configured(file) : null;
}

/** Programs that are named now are all that is played; whatever else is named now goes before what the file says. */
function askedFor(options: ReplayOptions, origin: Origin): Asked {
  const given = options.server ?? options.client ?? options.connect;
  const { server, client, connect } = given === undefined ? origin : options;
  const [dialect, proto] = [options.dialect ?? origin.dialect, options.proto ?? origin.proto];
  const program = options.program ?? origin.program;
  return {
    ...(server === undefined ? {} : { server }),
    ...(client === undefined ? {} : { client }),
    ...(connect === undefined ? {} : { connect }),
    ...(program === undefined ? {} : { program }),
    ...(dialect === undefined ? {} : { dialect }),
    ...(proto === undefined ? {} : { proto }),
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

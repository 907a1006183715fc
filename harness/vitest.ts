/**
 * For an instructor's own vitest suite: each scenario of a handout becomes a test.
 *
 *     import { conformance } from "wirecheck/vitest";
 *     conformance("handout.md", { server: "python3 server.py" });
 */
import { afterAll, describe, test } from "vitest";
import { handout } from "./cli/handout.ts";
import { type Tested, tested } from "./cli/tested.ts";
import { endRabbitmq } from "./execution/amqp/rabbitmq.ts";
import { perform } from "./execution/perform.ts";
import { Servers } from "./execution/servers.ts";
import { type Trial, trials } from "./projection/trials.ts";
import { details } from "./report/details.ts";
import { judge } from "./verdict/judge.ts";

export interface Conformance extends Partial<Tested> {
  /** Varies names and words. */
  readonly seed?: number;
  readonly params?: Readonly<Record<string, string>>;
}

/**
 * Registers a test for each scenario and role that applies. Without programs, a built-in handout's reference is tested.
 * @param name a built-in handout's name, or a path
 * @throws Misuse when the handout has errors
 */
export function conformance(name: string, options: Conformance = {}): void {
  const { spec } = handout(name);
  const { target, roles } = tested(name, { deadline: 2000, ...options }, Object.keys(spec.programs));
  const { seed = 1 } = options;
  const params = { ...spec.params, ...options.params };
  const all = trials(spec, spec.rules, {
    roles,
    params,
    seed,
    programs: Object.keys(target.programs),
    wording: new Map(),
  });
  const servers = spec.server.serves === "many" ? new Servers() : null;
  afterAll(() => servers?.[Symbol.asyncDispose]());
  afterAll(endRabbitmq);
  const bySection = new Map<string, Trial[]>();
  for (const trial of all) {
    if (trial.part !== null) bySection.set(trial.rule.section, [...(bySection.get(trial.rule.section) ?? []), trial]);
  }
  for (const [section, some] of bySection) {
    describe.concurrent(`${spec.title}: ${section}`, () => {
      for (const trial of some) {
        const who = trial.role === "client" ? `client ${trial.under.join(", ")}` : trial.role;
        test.concurrent(`${trial.rule.id} ${trial.scenario.name} (${who})`, async ({ skip }) => {
          const transcript = await perform(trial, { target, params, seed, servers });
          const verdict = judge(transcript, trial.rule, "", spec.framing);
          if (verdict.verdict === "passed") return;
          // There is no broker here: the reason says how to get one.
          if (verdict.verdict === "notApplicable") skip(verdict.reason ?? "");
          const title = `${trial.rule.id} ${trial.rule.title}`;
          throw new Error(details(title, { scenario: verdict, transcript }, spec, { width: 100 }).join("\n"));
        });
      }
    });
  }
}

/** The `{…}` of the commands that were given: a misspelt one would reach the program as it stands there. */
import { placeholders } from "../execution/placeholders.ts";
import type { Target } from "../execution/stage.ts";
import { nearest, suggestion } from "../language/nearest.ts";
import type { Spec } from "../language/spec.ts";
import { flatten } from "../language/steps.ts";
import { Misuse } from "./misuse.ts";

/** What execution/stage.ts fills in beside parameters and settings. */
const ALWAYS = ["port", "host", "dir", "name", "ports", "server", "servers"];
/** `{server2}` and `{port2}` of the participant `server2`. */
const NUMBERED = /^(server|port)\d+$/;

/** @throws Misuse for a `{word}` that nothing is filled in for, in quotes only where one of ours may be meant */
export function checkPlaceholders(spec: Spec, { server, client, programs }: Target): void {
  const known = [...ALWAYS, ...Object.keys(spec.params), ...settingsOf(spec)];
  const given = Object.entries(programs).map(([name, line]) => [`program ${name}=`, line] as const);
  for (const [option, line] of [["server ", server], ["client ", client], ...given] as const) {
    for (const { written, name, quoted } of placeholders(line ?? "")) {
      if (known.includes(name) || NUMBERED.test(name)) continue;
      if (quoted && nearest(name, known) === null) continue;
      const names = known.map((each) => `{${each}}`);
      throw new Misuse(
        `wirecheck: --${option}'${line}': nothing is filled in for ${written}${suggestion(written, names)} ({${written}} stands for ${written} itself)`,
      );
    }
  }
}

/** Names of values with which scenarios start programs. */
function settingsOf(spec: Spec): string[] {
  const scenarios = [...spec.rules.flatMap((rule) => rule.scenarios), ...spec.fragments.values()];
  return scenarios.flatMap(({ steps }) =>
    flatten(steps).flatMap((step) => (step.kind === "starts-with" ? Object.keys(step.settings) : [])),
  );
}

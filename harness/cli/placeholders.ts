/** The `{…}` of the commands that were given: a misspelt one would reach the program as it stands there. */
import type { Target } from "../execution/stage.ts";
import { suggestion } from "../language/nearest.ts";
import type { Spec } from "../language/spec.ts";
import { flatten } from "../language/steps.ts";
import { Misuse } from "./misuse.ts";

/** What execution/stage.ts fills in beside parameters and settings. */
const ALWAYS = ["port", "host", "dir", "name", "ports", "server", "servers"];
/** `{server2}` and `{port2}` of the participant `server2`. */
const NUMBERED = /^(server|port)\d+$/;

/** @throws Misuse for a command with a `{word}` that nothing is filled in for; `${word}` is the shell's */
export function checkPlaceholders(spec: Spec, { server, client, programs }: Target): void {
  const known = [...ALWAYS, ...Object.keys(spec.params), ...settingsOf(spec)];
  const given = Object.entries(programs).map(([name, line]) => [`program ${name}=`, line] as const);
  for (const [option, line] of [["server ", server], ["client ", client], ...given] as const) {
    for (const [written, name = ""] of (line ?? "").matchAll(/(?<!\$)\{(\w+)\}/g)) {
      if (known.includes(name) || NUMBERED.test(name)) continue;
      const names = known.map((each) => `{${each}}`);
      throw new Misuse(
        `wirecheck: --${option}'${line}': nothing is filled in for ${written}${suggestion(written, names)}`,
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

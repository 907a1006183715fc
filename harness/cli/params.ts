/** The parameters that were given: are they the handout's, and can they be what it makes of them? */
import type { Spec } from "../language/spec.ts";
import { Misuse } from "./misuse.ts";

/** @throws Misuse for a parameter that the handout does not have, and for a word where the handout has a number */
export function checkParams(name: string, spec: Spec, given: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(given)) {
    const own = spec.params[key];
    if (own === undefined)
      throw new Misuse(`wirecheck: ${name} has no parameter ${key}${known(Object.keys(spec.params))}`);
    if (/^\d+$/.test(own) && !/^\d{1,9}$/.test(value))
      throw new Misuse(
        `wirecheck: the parameter ${key} of ${name} is a whole number, such as ${own}, not ${JSON.stringify(value)}`,
      );
  }
}

function known(names: readonly string[]): string {
  return names.length === 0 ? "" : `; there is ${names.join(", ")}`;
}

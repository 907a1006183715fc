/** What a configuration leaves out → the rules that are meant. */
import { rulesOf } from "../language/only.ts";
import type { Spec } from "../language/spec.ts";
import type { LeftOut } from "../projection/trials.ts";
import type { Skip } from "./config.ts";

export function leftOutOf(spec: Spec, skip: readonly Skip[]): LeftOut[] {
  return skip.flatMap(({ pattern, reason }) => rulesOf(spec, pattern).map(({ id }) => ({ id, reason })));
}

/** `wirecheck list` */
import { builtins, handoutOf } from "./builtin.ts";
import { examine } from "./handout.ts";

export function list(): void {
  for (const name of builtins()) {
    const { spec } = examine(handoutOf(name));
    if (spec === null) continue;
    const points = spec.rules.reduce((sum, rule) => sum + rule.points, 0);
    process.stdout.write(
      `${name.padEnd(12)}${`${spec.rules.length} rules,`.padEnd(11)}${`${points} points`.padEnd(14)}${spec.title}\n`,
    );
  }
}

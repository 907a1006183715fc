/** `wirecheck check SPEC` */
import { examine, locate, protoProblems, said } from "./handout.ts";

export async function check(name: string): Promise<void> {
  const { spec, problems: found } = examine(locate(name));
  const problems = [...found, ...(spec === null ? [] : await protoProblems(spec))];
  for (const problem of problems) process.stdout.write(`${said(problem)}\n`);
  if (problems.some((problem) => problem.severity === "error")) process.exitCode = 2;
  else if (spec !== null) {
    const scenarios = spec.rules.reduce((sum, rule) => sum + rule.scenarios.length, 0);
    process.stdout.write(`${name} is well formed: ${spec.rules.length} rules, ${scenarios} scenarios\n`);
  }
}

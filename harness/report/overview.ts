/** One line a rule, under the headings of the handout. */
import type { Role } from "../execution/transcript.ts";
import { worst } from "../verdict/assemble.ts";
import type { Report, RuleVerdict, Verdict } from "../verdict/report.ts";
import type { Paint } from "./colour.ts";
import { columns, cut, fill } from "./columns.ts";
import { marks } from "./marks.ts";
import { inline } from "./visible.ts";

export function overview(report: Report, width: number, paint: Paint): readonly string[] {
  const idWidth = Math.max(...report.rules.map(({ id }) => columns(inline(id))), 0);
  const tested = report.rules.map(testedAs);
  const testedWidth = Math.max(...tested.map(columns), 0);
  const room = Math.max(16, width - idWidth - testedWidth - 8);
  const titleWidth = Math.min(room, Math.max(...report.rules.map(({ title }) => columns(inline(title))), 0));
  return report.rules.flatMap((rule, index) => {
    const { sign, colour } = marks[rule.verdict];
    const start = `  ${paint(colour, sign)} ${fill(inline(rule.id), idWidth)}  `;
    const cutTitle = cut(inline(rule.title), titleWidth);
    const title = tested[index] === "" ? cutTitle : fill(cutTitle, titleWidth);
    const line = `${start}${rule.verdict === "notApplicable" ? paint("dim", title) : title}  ${tested[index] ?? ""}`;
    const isFirst = rule.section !== report.rules[index - 1]?.section;
    return isFirst ? ["", paint("bold", cut(inline(rule.section), width)), line.trimEnd()] : [line.trimEnd()];
  });
}

/** `server, client` if all went alike, else `server ✓, client ✗`. */
export function testedAs({ scenarios }: RuleVerdict): string {
  const byRole = new Map<Role, Verdict>();
  for (const role of ["server", "client", "pair", "program"] as const) {
    const verdict = worst(scenarios.filter((scenario) => scenario.role === role).map((scenario) => scenario.verdict));
    if (verdict !== "notApplicable") byRole.set(role, verdict);
  }
  const alike = new Set(byRole.values()).size === 1;
  return Array.from(byRole, ([role, verdict]) => (alike ? role : `${role} ${marks[verdict].sign}`)).join(", ");
}

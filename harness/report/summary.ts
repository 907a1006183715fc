/** What a whole run comes to, in one line. */
import type { Report, Verdict } from "../verdict/report.ts";
import { nothingJudged } from "../verdict/status.ts";
import { type Paint, plain } from "./colour.ts";
import { marks } from "./marks.ts";

const order: readonly Verdict[] = ["passed", "failed", "warned", "inconclusive", "blocked", "notApplicable"];

type Sums = Pick<Report, "points" | "totals" | "durationMs">;

export function summary(report: Sums, paint: Paint = plain): string {
  const { points, durationMs, totals } = report;
  if (nothingJudged(report)) return paint("yellow", "nothing was judged: no rule applies to what was run");
  const counts = order
    .filter((verdict) => totals[verdict] > 0)
    .map((verdict) => paint(marks[verdict].colour, `${totals[verdict]} ${marks[verdict].word}`));
  const score = `${points.earned} of ${points.max} point${points.max === 1 ? "" : "s"}`;
  return `${paint("bold", score)} in ${seconds(durationMs)}: ${counts.join(", ")}`;
}

/** Several handouts as if they were one. */
export function combined(reports: readonly Report[]): Sums {
  const sum = (value: (report: Report) => number) => reports.reduce((total, report) => total + value(report), 0);
  const total = (verdict: Verdict) => sum(({ totals }) => totals[verdict]);
  return {
    points: { earned: sum(({ points }) => points.earned), max: sum(({ points }) => points.max) },
    totals: {
      passed: total("passed"),
      failed: total("failed"),
      warned: total("warned"),
      inconclusive: total("inconclusive"),
      blocked: total("blocked"),
      notApplicable: total("notApplicable"),
    },
    durationMs: sum(({ durationMs }) => durationMs),
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 99_950 ? 1 : 0)} s`;
}

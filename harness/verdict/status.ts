/** The exit status that a run's verdicts amount to. */
import type { Report } from "./report.ts";

/** Was there any rule at all that the program could keep or break? */
export function nothingJudged({ totals }: Pick<Report, "totals">): boolean {
  return totals.passed + totals.failed + totals.warned + totals.inconclusive + totals.blocked === 0;
}

/** 1: a rule failed or is blocked; 3: something could not be judged, or nothing was; 0: all that applies was kept. */
export function exitStatus(...reports: readonly Report[]): 0 | 1 | 3 {
  if (reports.some(({ totals }) => totals.failed + totals.blocked > 0)) return 1;
  if (reports.length === 0) return 3;
  return reports.some((report) => report.totals.inconclusive > 0 || nothingJudged(report)) ? 3 : 0;
}

/** The report as a value that other programs read: of one handout the object, of several an array. */
import type { Reporter } from "./reporter.ts";

export const json: Reporter = (judged) => {
  const reports = judged.map(({ report }) => report);
  return `${harmless(JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2))}\n`;
};

/** The same JSON, safe in a terminal and in GitHub's log: only strings can hold these, and `\u` means the same there. */
function harmless(text: string): string {
  const units = (found: string) =>
    Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, "0")}`).join(
      "",
    );
  return text.replace(/[\x7f-\x9f\u2028\u2029\p{Cf}]/gu, units).replaceAll("##[", "##\\u005b");
}

/** How verdicts look and what they are called. */
import type { Verdict } from "../verdict/report.ts";
import type { Colour } from "./colour.ts";

interface Mark {
  readonly sign: string;
  readonly word: string;
  readonly colour: Colour;
}

export const marks: Readonly<Record<Verdict, Mark>> = {
  passed: { sign: "✓", word: "passed", colour: "green" },
  failed: { sign: "✗", word: "failed", colour: "red" },
  warned: { sign: "!", word: "warned", colour: "yellow" },
  inconclusive: { sign: "?", word: "inconclusive", colour: "yellow" },
  blocked: { sign: "⊘", word: "blocked", colour: "red" },
  notApplicable: { sign: "–", word: "not applicable", colour: "dim" },
};

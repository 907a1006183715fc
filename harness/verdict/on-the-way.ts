/** Whoever fails on the way to a rule, inside a fragment before the rule's own first step, has not broken the rule. */
import type { Row, Transcript } from "../execution/transcript.ts";

/** The fragment on the way to the rule in which this row broke; null when the rule had begun. */
export function onTheWay({ rows, delivery }: Transcript, broken: number | null): string | null {
  const fragment = broken === null ? null : (rows[broken]?.fragment ?? null);
  // Where messages are delivered in another way, all of the way is the rule.
  if (fragment === null || delivery !== null) return null;
  return rows.slice(0, broken!).some((row) => row.fragment === null && isAct(row)) ? null : fragment;
}

/** What is allowed, or has to be there before, is no act. */
function isAct({ shape, text, state }: Row): boolean {
  if (state !== "done" && state !== "met") return false;
  return shape.kind === "arrow" || ACTS.test(text);
}

const ACTS = /^(types|presses|exits|saves|asks|is killed|hangs|starts again|prints (?!anything))/;

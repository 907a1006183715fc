/** What went wrong in a generated scenario → the rules that this breaks, the one that fits best first. */
import type { Transcript } from "../execution/transcript.ts";
import type { Story } from "./story.ts";

/** Null when nothing that the program did was wrong. */
export function blame(
  { ending }: Pick<Transcript, "ending">,
  { rules, reordered, otherwise }: Story,
): readonly string[] | null {
  if (ending.kind !== "broken") return null;
  if (ending.row === null) return otherwise;
  if (sameWords(ending.expected, ending.got ?? "")) return reordered[ending.row] ?? otherwise;
  // A step of ours that could not be done, as on a connection that is closed, stood for what was to follow.
  return rules.slice(ending.row).find((each) => each.length > 0) ?? otherwise;
}

function sameWords(one: string, other: string): boolean {
  const sorted = (text: string): string => text.split(" ").sort().join(" ");
  return one !== other && sorted(one) === sorted(other);
}

/** What went wrong in a generated scenario → the rules that this breaks, the one that fits best first. */
import type { Transcript } from "../execution/transcript.ts";
import type { Story } from "./story.ts";

/**
 * Null when nothing that the program did was wrong.
 * @param isMessage whether what it sent is a message of the handout, though perhaps not the right one
 */
export function blame(
  { ending }: Pick<Transcript, "ending">,
  { rules, reordered, missing, otherwise }: Story,
  isMessage: (got: string) => boolean = () => true,
): readonly string[] | null {
  if (ending.kind !== "broken") return null;
  if (ending.row === null) return otherwise;
  if (sameWords(ending.expected, ending.got ?? "")) return reordered[ending.row] ?? otherwise;
  // A step of ours that could not be done, as on a connection that is closed, stood for what was to follow.
  const each = ending.break.kind === "nothing" ? missing : rules;
  const suspects = each.slice(ending.row).find((some) => some.length > 0) ?? otherwise;
  const misworded = ending.channel === "connection" && ending.break.kind === "differs" && !isMessage(ending.got ?? "");
  return misworded ? [...suspects.filter(isWire), ...suspects.filter((rule) => !isWire(rule))] : suspects;
}

function isWire(rule: string): boolean {
  return /-WIRE-\d+$/.test(rule);
}

function sameWords(one: string, other: string): boolean {
  const sorted = (text: string): string => text.split(" ").sort().join(" ");
  return one !== other && sorted(one) === sorted(other);
}

/** A diagram that breaks under adverse delivery says something about delivery only if it holds without. */
import type { Trial } from "../projection/trials.ts";
import type { Transcript } from "./transcript.ts";

/** @param play plays the same trials with whole messages */
export async function confirmed(
  all: readonly Trial[],
  found: readonly Transcript[],
  play: (whole: readonly Trial[]) => Promise<readonly Transcript[]>,
): Promise<Transcript[]> {
  const doubtful = [...all.keys()].filter((i) => all[i]!.whole !== null && !isComplete(found[i]));
  const whole = await play(doubtful.map((i) => all[i]!.whole!));
  const known = [...found];
  for (const [n, i] of doubtful.entries()) {
    if (found[i] === undefined || whole[n] === undefined || isComplete(whole[n])) continue;
    const why = `without that it breaks too: see ${all[i]!.whole!.rule.id}`;
    known[i] = { ...found[i], ending: { kind: "not-applicable", why } };
  }
  return known;
}

function isComplete(transcript: Transcript | undefined): boolean {
  return transcript?.ending.kind === "complete";
}

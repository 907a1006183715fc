/** What outlives a run: programs that have escaped theirs, and what runs have left that were killed. */
import { removeStale } from "./folder.ts";
import { endStrays } from "./program.ts";

export async function removeLeftovers(): Promise<void> {
  endStrays();
  await removeStale();
}

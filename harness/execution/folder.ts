/**
 * A program's own working folder. It lies two levels deep in one of ours, so that what it writes to `..` stays there
 * and goes with it; the outer one is named after this process, so that a later run can tell what nobody needs any more.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const NAME = /^wirecheck-(\d+)-\w+$/;

export function makeFolder(): string {
  const dir = join(mkdtempSync(join(tmpdir(), `wirecheck-${process.pid}-`)), "program", "folder");
  mkdirSync(dir, { recursive: true });
  return dir;
}

export async function removeFolder(dir: string): Promise<void> {
  await rm(dirname(dirname(dir)), { recursive: true, force: true, maxRetries: 3 });
}

/** A run in another container, whose processes we do not see, may use the same folder for temporary files. */
const OLD = 3_600_000;

/** Removes what runs have left that were killed (Linux, where a process shows in /proc). */
export async function removeStale(): Promise<void> {
  if (process.platform !== "linux") return;
  const stale = readdirSync(tmpdir()).filter((name) => {
    const pid = NAME.exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) return false;
    const made = statSync(join(tmpdir(), name), { throwIfNoEntry: false })?.mtimeMs;
    return made !== undefined && Date.now() - made > OLD;
  });
  await Promise.all(stale.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })));
}

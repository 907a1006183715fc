/**
 * Which processes a program under test consists of: itself and its descendants, from /proc.
 * On other systems nothing is found, and callers fall back to other evidence.
 */
import { readdirSync, readFileSync } from "node:fs";

/** The process and its living descendants. */
export function tree(pid: number): number[] {
  const pids = [pid];
  for (let i = 0; i < pids.length; i++) pids.push(...children(pids[i]!));
  return pids;
}

function children(pid: number): number[] {
  let found = "";
  for (const thread of threads(pid)) found += `${read(`/proc/${pid}/task/${thread}/children`) ?? ""} `;
  return found.split(" ").filter(Boolean).map(Number);
}

/** The ids of a process's threads; none when it is gone. */
export function threads(pid: number | string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Whether a process of this group still lives (a zombie does not). */
export function groupLives(group: number): boolean {
  for (const entry of readdirSync("/proc")) {
    const stat = /^\d+$/.test(entry) ? read(`/proc/${entry}/stat`) : null;
    // "pid (comm) state ppid pgrp …": comm may hold anything, so the fields are counted from the last parenthesis.
    const [state, , pgrp] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
    if (Number(pgrp) === group && state !== "Z" && state !== "X") return true;
  }
  return false;
}

/** A small /proc file as text; null when it is gone or not ours to read. */
export function read(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

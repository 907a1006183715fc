/**
 * Processes that have left their program's process group (daemons call setsid(2)), or whose harness was killed before
 * it could end them: told by a variable in the environment that they were given (proc_pid_environ(5)).
 */
import { randomInt } from "node:crypto";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { read } from "./tree.ts";

export const MARK = "WIRECHECK_PROGRAM";

/** Process ids mean something within their namespace (pid_namespaces(7)). */
const namespace = process.platform === "linux" ? (/\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "") : "";

/** Threads of one process have programs of their own. */
const thread = randomInt(1, 1_000_000) * 1_000_000;

/** The value of the mark: who has started it, and which of its programs it is. */
export function markOf(program: number): string {
  return `${namespace}.${process.pid}.${thread + program}`;
}

/** Kills what is left of these programs, and of all whose harness is gone. */
export function killStrays(ended: ReadonlySet<string>): void {
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc")) {
    const found = /^\d+$/.test(pid) ? MARKED.exec(read(`/proc/${pid}/environ`) ?? "") : null;
    if (found === null || found[2] !== namespace) continue;
    if (!ended.has(found[1]!) && existsSync(`/proc/${found[3]}`)) continue;
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has just ended, or is not ours.
    }
  }
}

const MARKED = new RegExp(`(?:^|\\0)${MARK}=((\\d+)\\.(\\d+)\\.\\d+)(?:\\0|$)`);

/**
 * Watches all threads of a program and of its descendants. The /proc files are kept open: most of what a look costs
 * would be opening them, and a program is looked at many times.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { type Activity, activityOf, calls } from "./activity.ts";
import { Threads } from "./threads.ts";

export interface Look {
  /** Of the busiest thread. */
  readonly activity: Activity;
  /** Changes whenever any thread has run in between; means nothing where one is busy. */
  readonly stamp: string;
  /** How long the threads have been kept waiting for a processor since they started, in ms, summed up. */
  readonly starvedMs: number;
}

/** How it looks where nothing can be seen. */
export const UNSEEN: Look = { activity: "unknown", stamp: "", starvedMs: 0 };

const RANK: Readonly<Record<Activity, number>> = { gone: 0, waiting: 1, timed: 2, unknown: 3, busy: 4 };

/** Looks at several programs as if they were one. */
export function lookAt(programs: readonly { look(): Look }[]): Look {
  return programs.map((program) => program.look()).reduce(both, { activity: "gone", stamp: "", starvedMs: 0 });
}

function both(a: Look, b: Look): Look {
  return {
    activity: RANK[a.activity] > RANK[b.activity] ? a.activity : b.activity,
    stamp: a.stamp + b.stamp,
    starvedMs: a.starvedMs + b.starvedMs,
  };
}

export class Watch {
  readonly #pid: () => number;
  readonly #threads = new Map<string, Thread>();
  readonly #processes = new Map<string, Threads>();
  #closed = false;
  #pids: readonly string[] = [];

  /** @param pid negative until the program has started */
  constructor(pid: () => number) {
    this.#pid = pid;
  }

  /** The processes that the last look has found. */
  get pids(): readonly string[] {
    return this.#pids;
  }

  look(): Look {
    if (calls === undefined) return UNSEEN;
    if (this.#closed) return { activity: "gone", stamp: "", starvedMs: 0 };
    const pid = this.#pid();
    if (pid < 0) return { activity: "busy", stamp: "", starvedMs: 0 };
    const seen = new Set<string>();
    let activity: Activity = "gone";
    let stamp = "";
    const pids = [String(pid)];
    for (let i = 0; i < pids.length && activity !== "busy"; i++) {
      const known = this.#threadsOf(pids[i]!);
      for (const id of known.ids) {
        seen.add(id);
        const thread = this.#thread(pids[i]!, id);
        const does = thread.look();
        if (does === "gone") known.forget();
        if (RANK[does] > RANK[activity]) activity = does;
        // One busy thread tells enough.
        if (activity === "busy") break;
        stamp += `${id}:${thread.schedule} `;
        pids.push(...thread.children);
      }
    }
    if (activity !== "busy") {
      this.#forget((id) => !seen.has(id));
      this.#forgetProcesses((pid) => !pids.includes(pid));
    }
    this.#pids = pids;
    let starvedMs = 0;
    for (const thread of this.#threads.values()) starvedMs += thread.starvedMs;
    return { activity, stamp, starvedMs };
  }

  close(): void {
    this.#closed = true;
    this.#forget(() => true);
    this.#forgetProcesses(() => true);
  }

  #threadsOf(pid: string): Threads {
    let threads = this.#processes.get(pid);
    if (threads === undefined) {
      threads = new Threads(pid);
      this.#processes.set(pid, threads);
    }
    return threads;
  }

  #thread(pid: string, id: string): Thread {
    let thread = this.#threads.get(id);
    if (thread === undefined) {
      thread = new Thread(`/proc/${pid}/task/${id}`);
      this.#threads.set(id, thread);
    }
    return thread;
  }

  #forgetProcesses(which: (pid: string) => boolean): void {
    for (const [pid, threads] of this.#processes) {
      if (!which(pid)) continue;
      threads.forget();
      this.#processes.delete(pid);
    }
  }

  #forget(which: (id: string) => boolean): void {
    for (const [id, thread] of this.#threads) {
      if (!which(id)) continue;
      thread.close();
      this.#threads.delete(id);
    }
  }
}

type Name = "syscall" | "schedstat" | "children";

const buffer: Buffer = Buffer.alloc(64 * 1024);

class Thread {
  /** How long it ran, how long it waited to run, and how often it ran. */
  schedule = "";
  starvedMs = 0;
  children: readonly string[] = [];
  #call: string | null = null;
  #activity: Activity = "gone";
  readonly #path: string;
  readonly #files = new Map<Name, number>();

  constructor(path: string) {
    this.#path = path;
  }

  look(): Activity {
    const call = this.#read("syscall");
    if (call !== this.#call) this.#activity = activityOf(call);
    this.#call = call;
    const schedule = this.#read("schedstat") ?? "";
    if (schedule !== this.schedule) {
      // It has run since, and may have started others.
      this.schedule = schedule;
      this.starvedMs = Number(schedule.split(" ")[1] ?? 0) / 1e6;
      this.children = this.#read("children")?.split(" ").filter(Boolean) ?? [];
    }
    return this.#activity;
  }

  /** Null when it is gone, or not ours to read. */
  #read(name: Name): string | null {
    try {
      let file = this.#files.get(name);
      if (file === undefined) {
        file = openSync(`${this.#path}/${name}`, "r");
        this.#files.set(name, file);
      }
      return buffer.toString("latin1", 0, readSync(file, buffer, 0, buffer.length, 0));
    } catch {
      return null;
    }
  }

  close(): void {
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
  }
}

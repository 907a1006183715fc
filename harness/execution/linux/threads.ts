/**
 * What the threads of a program do: whether all of them wait for input, told from the system calls
 * that they are blocked in (/proc/PID/task/TID/syscall, proc_pid_syscall(5)).
 */
import { read, threads, tree } from "./tree.ts";

/**
 * gone: no process is left. waiting: every thread is blocked until input comes, without a time limit
 * that ends soon. timed: some thread wakes up by itself soon. busy: some thread runs. unknown: cannot be told here.
 */
export type Activity = "gone" | "waiting" | "timed" | "busy" | "unknown";

export interface Look {
  readonly activity: Activity;
  /** Changes whenever any thread has run in between. */
  readonly stamp: string;
  /** How long the threads have been kept waiting for a processor since they started, in ms, summed up. */
  readonly starvedMs: number;
}

/** Looks once at the programs with these process ids and all their descendants. */
export function look(pids: readonly number[]): Look {
  if (calls === undefined) return { activity: "unknown", stamp: "", starvedMs: 0 };
  let activity: Activity = "gone";
  let stamp = "";
  let starvedMs = 0;
  for (const root of pids) {
    for (const pid of tree(root)) {
      for (const thread of threads(pid)) {
        const schedule = read(`/proc/${pid}/task/${thread}/schedstat`)?.split(" ");
        const state = activityOf(read(`/proc/${pid}/task/${thread}/syscall`));
        if (RANK[state] > RANK[activity]) activity = state;
        stamp += `${thread}:${schedule?.[0]} `;
        starvedMs += Number(schedule?.[1] ?? 0) / 1e6;
      }
    }
  }
  return { activity, stamp, starvedMs };
}

const RANK: Readonly<Record<Activity, number>> = { gone: 0, waiting: 1, timed: 2, unknown: 3, busy: 4 };

function activityOf(line: string | null): Activity {
  if (line === null || line === "") return "gone";
  const [number, ...args] = line.trim().split(" ");
  // A zombie's line says "0 0x0 … 0x0 0x0": without a stack pointer nothing runs there.
  if (args.length > 1 && args.at(-2) === "0x0" && args.at(-1) === "0x0") return "gone";
  const wait = calls?.[Number(number)];
  if (wait === undefined) return "busy";
  if (wait === "forever") return "waiting";
  const limit = BigInt(args[wait.limit] ?? "0");
  if (wait.as === "pointer") return limit === 0n ? "waiting" : "timed";
  const ms = Number(BigInt.asIntN(32, limit));
  // V8 leaves a timer of eight seconds for its memory; whoever sleeps that long answers nobody.
  return ms < 0 || ms >= 5000 ? "waiting" : "timed";
}

type Wait = "forever" | { readonly limit: number; readonly as: "ms" | "pointer" };

const ms = (limit: number): Wait => ({ limit, as: "ms" });
const pointer = (limit: number): Wait => ({ limit, as: "pointer" });

/** The system calls that wait for input, and which argument limits the time. */
const CALLS: Readonly<Record<string, Readonly<Record<number, Wait>>>> = {
  x64: {
    0: "forever", // read
    7: ms(2), // poll
    19: "forever", // readv
    23: pointer(4), // select
    34: "forever", // pause
    43: "forever", // accept
    45: "forever", // recvfrom
    47: "forever", // recvmsg
    61: "forever", // wait4
    128: pointer(2), // rt_sigtimedwait
    130: "forever", // rt_sigsuspend
    202: pointer(3), // futex
    232: ms(3), // epoll_wait
    247: "forever", // waitid
    270: pointer(4), // pselect6
    271: pointer(2), // ppoll
    281: ms(3), // epoll_pwait
    288: "forever", // accept4
    441: pointer(3), // epoll_pwait2
    1: "forever", // write: the reader (we) must move first
    20: "forever", // writev
    44: "forever", // sendto
    46: "forever", // sendmsg
  },
  arm64: {
    22: ms(3),
    63: "forever",
    64: "forever",
    65: "forever",
    66: "forever",
    72: pointer(4),
    73: pointer(2),
    95: "forever",
    98: pointer(3),
    133: "forever",
    137: pointer(2),
    202: "forever",
    206: "forever",
    207: "forever",
    211: "forever",
    212: "forever",
    242: "forever",
    260: "forever",
    441: pointer(3),
  },
};

const calls = process.platform === "linux" ? CALLS[process.arch] : undefined;

/**
 * What a thread does: whether it waits for input, told from the system call that it is blocked in
 * (/proc/PID/task/TID/syscall, proc_pid_syscall(5)).
 */

/**
 * gone: nothing is left. waiting: blocked until input comes, without a time limit that ends soon.
 * timed: it wakes up by itself soon. busy: it runs. unknown: cannot be told here.
 */
export type Activity = "gone" | "waiting" | "timed" | "busy" | "unknown";

/** @param line what stands in the thread's `syscall` file; null when the thread is gone */
export function activityOf(line: string | null): Activity {
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

/** The calls of this machine; undefined where activity cannot be told. */
export const calls: Readonly<Record<number, Wait>> | undefined =
  process.platform === "linux" ? CALLS[process.arch] : undefined;

/** How many files and sockets this process may have open (RLIMIT_NOFILE, getrlimit(2)), and has. */
import { readdirSync } from "node:fs";
import { read } from "./tree.ts";

/** How many files this process may have open; null where it cannot be told. Node raises it to what the system allows. */
export function mostOpen(): number | null {
  known ??= Number(/^Max open files\s+(\d+)/m.exec(read("/proc/self/limits") ?? "")?.[1]);
  return known > 0 ? known : null;
}

let known: number | undefined;

/** How many more it may open. */
export function openable(): { readonly limit: number; readonly free: number } | null {
  const limit = mostOpen();
  return limit === null ? null : { limit, free: limit - readdirSync("/proc/self/fd").length };
}

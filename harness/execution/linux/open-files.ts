/** How many files and sockets this process may have open (RLIMIT_NOFILE, getrlimit(2)), and has. */
import { readdirSync } from "node:fs";
import { read } from "./tree.ts";

/** How many more it may open; null where it cannot be told. Node raises its limit to what the system allows. */
export function openable(): { readonly limit: number; readonly free: number } | null {
  const limit = Number(/^Max open files\s+(\d+)/m.exec(read("/proc/self/limits") ?? "")?.[1]);
  if (!(limit > 0)) return null;
  return { limit, free: limit - readdirSync("/proc/self/fd").length };
}

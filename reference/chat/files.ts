/** What the chat client knows about files: which part of a path is its name, and how one is read. */
import { readFileSync } from "node:fs";

/** The name without its folders; empty for a path that ends in a slash. */
export function lastPart(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? "";
}

/** undefined where there is no such file, or none that may be read. */
export function readFile(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

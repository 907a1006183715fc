/** The handouts that come with the command, and their reference programs. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";

/** Their names, in alphabetical order, echo first: it is the one to begin with. */
export function builtins(): string[] {
  const names = readdirSync(join(root, "spec")).filter((name) => existsSync(handoutOf(name)));
  return names.sort((a, b) => Number(b === "echo") - Number(a === "echo") || (a < b ? -1 : 1));
}

export function handoutOf(name: string): string {
  return join(root, "spec", name, "README.md");
}

/**
 * The command that starts a reference program; null when there is none.
 * @param kind server, client, or the name of another program of the handout
 */
export function referenceOf(name: string, kind: string): string | null {
  const file = join(root, "dist", "reference", name, `${kind}.js`);
  return existsSync(file) ? `${quote(process.execPath)} ${quote(file)}` : null;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`;
}

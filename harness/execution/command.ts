/** A command line as the user gave it → the words to start, with everything filled in. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fillIn, placeholders } from "./placeholders.ts";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** As it is shown to people. */
  readonly shown: string;
  /** The file that an interpreter is to run: it needs nothing else of the folder that it is started in. */
  readonly script: string | null;
}

/**
 * @param tail added when nothing is filled in in the line itself
 * @param values for `{port}` and the like
 * @param folder where relative paths start
 */
export function command(line: string, tail: string, values: Readonly<Record<string, string>>, folder: string): Command {
  const placed = placeholders(line).some(({ name, quoted }) => !quoted || name in values);
  const shown = fillIn(placed || tail === "" ? line : `${line} ${tail}`, values);
  if (/[|&;<>`$()*?~\n]/.test(line)) return { file: "/bin/sh", args: ["-c", shown], shown, script: null };
  const [file, ...args] = words(shown);
  const found = (word: string): string => (isFile(resolve(folder, word)) ? resolve(folder, word) : word);
  const script = INTERPRETERS.test(file ?? "") && /\.\w+$/.test(args[0] ?? "") ? args[0]! : null;
  return { file: file?.includes("/") ? found(file) : (file ?? ""), args: args.map(found), shown, script };
}

const INTERPRETERS = /(^|\/)(python[\d.]*|node|deno|bun|ruby|perl|php|lua[\d.]*)$/;

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** Words as a shell would split them: quotes and backslashes, nothing else. */
export function words(line: string): string[] {
  const found: string[] = [];
  for (const [word] of line.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs)) {
    found.push(
      word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs, (_, double, single, escaped) =>
        double !== undefined ? double.replace(/\\(["\\$`])/g, "$1") : (single ?? escaped),
      ),
    );
  }
  return found;
}

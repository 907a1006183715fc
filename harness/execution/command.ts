/** A command line as the user gave it → the words to start, with everything filled in. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** As it is shown to people. */
  readonly shown: string;
  /** Every file that it names was found, so it can be started in any folder. */
  readonly portable: boolean;
}

/**
 * @param tail added when no `{…}` stands in the line
 * @param values for `{port}` and the like
 * @param folder where relative paths start
 */
export function command(line: string, tail: string, values: Readonly<Record<string, string>>, folder: string): Command {
  const whole = /\{\w+\}/.test(line) || tail === "" ? line : `${line} ${tail}`;
  const shown = whole.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
  if (/[|&;<>`$()*?~\n]/.test(line)) return { file: "/bin/sh", args: ["-c", shown], shown, portable: false };
  const [file, ...args] = words(shown);
  const placed = (word: string): string => (isFile(resolve(folder, word)) ? resolve(folder, word) : word);
  const script = args.find((word) => !word.startsWith("-"));
  const portable = INTERPRETERS.test(file ?? "") && script !== undefined && isFile(resolve(folder, script));
  return { file: file?.includes("/") ? placed(file) : (file ?? ""), args: args.map(placed), shown, portable };
}

/** Programs that run the file that they are given and need nothing else of the folder that they run in. */
const INTERPRETERS = /(^|\/)(python[\d.]*|node|deno|bun|ruby|perl|php|java|lua[\d.]*)$/;

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

/** `--reporter NAME[=FILE]`: where the reports go. */
import { writeFileSync } from "node:fs";
import { suggestion } from "../language/nearest.ts";
import type { ReporterOptions } from "../report/reporter.ts";
import { type ReporterName, reporters } from "../report/reporters.ts";
import type { Judged } from "../verdict/report.ts";
import { Misuse } from "./misuse.ts";

/** Writes each report asked for; on a terminal and without being asked, as text. */
export async function write(judged: readonly Judged[], wanted: readonly string[], verbose: boolean): Promise<void> {
  for (const each of wanted.length > 0 ? wanted : ["text"]) {
    const { name, file } = parse(each);
    const { stdout } = process;
    const colour = file === null && stdout.isTTY && process.env["NO_COLOR"] === undefined;
    const options: ReporterOptions = { colour, width: (file === null && stdout.columns) || 100, verbose };
    const text = reporters[name](judged, options);
    const whole = text.endsWith("\n") ? text : `${text}\n`;
    if (file === null) await new Promise<void>((resolve) => stdout.write(whole, () => resolve()));
    else save(file, whole);
  }
}

/** Names are known before anything is run. */
export function checkReporters(wanted: readonly string[]): void {
  for (const each of wanted) parse(each);
}

function parse(text: string): { readonly name: ReporterName; readonly file: string | null } {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  if (!Object.hasOwn(reporters, name)) {
    throw new Misuse(
      `wirecheck: there is no reporter ${name}${suggestion(name, Object.keys(reporters))}; there is ${Object.keys(reporters).join(", ")}`,
    );
  }
  return { name: name as ReporterName, file: at < 0 ? null : text.slice(at + 1) };
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Misuse(`wirecheck: ${file} cannot be written: ${(error as Error).message}`);
  }
}

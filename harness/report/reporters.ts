/** All reporters, by the name that `--reporter` takes. A new one is a file and a line here. */
import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import type { Reporter } from "./reporter.ts";
import { text } from "./text.ts";

export type ReporterName = "text" | "json" | "junit" | "github";

export const reporters: Readonly<Record<ReporterName, Reporter>> = { text, json, junit, github };

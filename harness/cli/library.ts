/** Handouts and known dialects, found by the names that people write. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { type Library, readKnownDialect } from "../config/read.ts";
import type { Dialect } from "../dialect/dialect.ts";
import { suggestion } from "../language/nearest.ts";
import type { Problem, Spec } from "../language/spec.ts";
import { examine, locate, said } from "./handout.ts";
import { Misuse } from "./misuse.ts";

/** What a configuration in this folder can name. */
export function library(folder: string): Library {
  return {
    spec: (name) => {
      try {
        const { spec, problems } = examine(locate(placed(name, folder)));
        const fit = spec !== null && !problems.some(({ severity }) => severity === "error");
        return fit ? spec : `the handout has errors: \`wirecheck check ${name}\` shows them`;
      } catch (error) {
        if (error instanceof Misuse) return error.message.replace(/^wirecheck: /, "");
        throw error;
      }
    },
    dialect: (name, spec) => known(name, spec, folder),
  };
}

/** A path is seen from the configuration; a built-in name is a name. */
export function placed(name: string, folder: string): string {
  return /[./]/.test(name) ? relative(process.cwd(), resolve(folder, name)) || "." : name;
}

/** @throws Misuse when there is none of this name, or it has errors */
export function knownDialect(name: string, spec: Spec): Dialect {
  const found = known(name, spec, process.cwd());
  if (typeof found === "string") throw new Misuse(`wirecheck: ${found}`);
  if ("messages" in found) return found;
  throw new Misuse(found.map(said).join("\n"));
}

/** `dialects/NAME.yaml` beside the handout, or a path. */
function known(name: string, spec: Spec, folder: string): NonNullable<Config["dialect"]> | readonly Problem[] | string {
  const beside = join(dirname(spec.file), "dialects");
  const names = existsSync(beside) ? readdirSync(beside).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []) : [];
  const file = /[/.]/.test(name) ? resolve(folder, name) : join(beside, `${name}.yaml`);
  if (!existsSync(file)) return `${spec.protocol} has no dialect \`${name}\`${suggestion(name, names)}`;
  return readKnownDialect(readFileSync(file, "utf8"), shown(file), name, spec);
}

/** A path as people know it. */
export function shown(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith("..") ? file : near;
}

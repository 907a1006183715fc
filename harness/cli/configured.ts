/** `wirecheck.yaml` and the options → what is run. What the command line says goes before what the file says. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { readConfig } from "../config/read.ts";
import { REFLECTION } from "../execution/grpc/dialect.ts";
import type { Problem } from "../language/spec.ts";
import { said } from "./handout.ts";
import { library, shown } from "./library.ts";
import { Misuse } from "./misuse.ts";

export const CONFIG = "wirecheck.yaml";

export interface Configured extends Config {
  readonly file: string;
  /** Where its paths start. */
  readonly base: string;
}

/**
 * The file that is named; without a name the one that is here, if there is one.
 * @throws Misuse when it is not there, or has errors
 */
export function configured(name: string | undefined): Configured | null {
  if (name === undefined && !existsSync(CONFIG)) return null;
  const file = resolve(name ?? CONFIG);
  let yaml: string;
  try {
    yaml = readFileSync(file, "utf8");
  } catch (error) {
    throw new Misuse(`wirecheck: ${name} cannot be read: ${(error as Error).message}`);
  }
  const base = dirname(file);
  const config = readConfig(yaml, shown(file), library(base));
  if (!("spec" in config)) throw unfit(shown(file), config);
  const grpc = config.grpc && { ...config.grpc, proto: protoFrom(config.grpc.proto, base) };
  return { ...config, grpc, file: shown(file), base: resolve(base, config.folder ?? ".") };
}

function unfit(file: string, problems: readonly Problem[]): Misuse {
  return new Misuse([...problems.map(said), "", `nothing was run: ${file} has to be mended first`].join("\n"));
}

function protoFrom(proto: string, base: string): string {
  return proto === REFLECTION ? proto : shown(resolve(base, proto));
}

/** @throws Misuse with what the build said, when it fails */
export function build(command: string, folder: string): void {
  try {
    execFileSync("/bin/sh", ["-c", command], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout, stderr, status } = error as { stdout?: Buffer; stderr?: Buffer; status?: number };
    const told = `${stdout ?? ""}${stderr ?? ""}`.trimEnd().split("\n").slice(-30).join("\n");
    throw new Misuse(`${told}\n\nwirecheck: the build failed with status ${status ?? "none"}: ${command}`, 1);
  }
}

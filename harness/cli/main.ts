#!/usr/bin/env node
/** The command. Only this folder touches the console, the environment and the exit status. */
import { Misuse } from "./misuse.ts";
import { program } from "./program.ts";

try {
  await program().parseAsync();
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.status;
}

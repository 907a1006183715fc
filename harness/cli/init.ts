/** `wirecheck init PROTOCOL`: writes a wirecheck.yaml to begin with. */
import { existsSync, writeFileSync } from "node:fs";
import { writeConfig } from "../config/write.ts";
import { CONFIG } from "./configured.ts";
import { handout } from "./handout.ts";
import { Misuse } from "./misuse.ts";

export function init(name: string): void {
  const { spec } = handout(name);
  save(writeConfig(name, spec));
  process.stdout.write(`${CONFIG} is written: edit it, then run \`wirecheck test\`\n`);
}

/** @throws Misuse when there is one already */
export function save(text: string): void {
  refuseOverwriting();
  writeFileSync(CONFIG, text);
}

/** @throws Misuse when there is one already: it may hold somebody's work */
export function refuseOverwriting(): void {
  if (existsSync(CONFIG))
    throw new Misuse(`wirecheck: there is a ${CONFIG} here already; move it away if you want a new one`);
}

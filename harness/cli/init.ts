/** `wirecheck init PROTOCOL`: writes a wirecheck.yaml to begin with. */
import { existsSync, writeFileSync } from "node:fs";
import { writeConfig } from "../config/write.ts";
import { CONFIG } from "./configured.ts";
import { calls, checkProto, handout } from "./handout.ts";
import { Misuse } from "./misuse.ts";

export async function init(name: string): Promise<void> {
  const found = handout(name);
  await checkProto(found);
  save(writeConfig(name, found.spec, { calls: await calls(found.spec) }));
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

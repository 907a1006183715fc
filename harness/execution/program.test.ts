/** What is known of a program, and when. */
import { expect, test } from "vitest";
import { makeFolder, removeFolder } from "./folder.ts";
import { Program } from "./program.ts";

test.skipIf(process.platform !== "linux")("a program that has ended is not gone before its end is told", async () => {
  const dir = makeFolder();
  const start = { who: "server", command: "sh -c 'echo done'", tail: "", values: {}, folder: dir, dir, terminal: null };
  const program = new Program(start, () => {});
  const seen = new Set<string>();
  while (program.exit === null) {
    seen.add(program.look().activity);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect([...seen]).not.toContain("gone");
  expect(program.look().activity).toBe("gone");
  expect(program.exit).toEqual({ status: 0, signal: null });
  await program.end();
  expect(await program.late()).toBe("done");
  await removeFolder(dir);
});

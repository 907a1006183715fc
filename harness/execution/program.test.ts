/** What is known of a program, and when. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { makeFolder, removeFolder } from "./folder.ts";
import { groupLives } from "./linux/tree.ts";
import { Program } from "./program.ts";
import { Starved } from "./quiet.ts";

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

test.skipIf(process.platform !== "linux")(
  "a program whose starter was killed is not to blame, and is ended",
  async () => {
    const dir = makeFolder();
    const start = { who: "server", command: "sleep 1000", tail: "", values: {}, folder: dir, dir, terminal: null };
    const program = new Program(start, () => {});
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    while (program.pid < 0) await turn();
    const stat = readFileSync(`/proc/${program.pid}/stat`, "latin1");
    process.kill(Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]), "SIGKILL");
    const looked = async (): Promise<void> => {
      for (;;) {
        program.look();
        await turn();
      }
    };
    await expect(looked()).rejects.toThrow(Starved);
    await program.end();
    expect(groupLives(program.pid)).toBe(false);
    const next = new Program({ ...start, command: "true" }, () => {});
    while (next.exit === null) await turn();
    expect(next.exit.status).toBe(0);
    await next.end();
    await removeFolder(dir);
  },
);

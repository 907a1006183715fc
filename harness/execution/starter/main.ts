/**
 * The starter: a small process that starts the programs under test for us. To start a program, the system first copies
 * the table of all memory of whoever starts it; ours is large, and stands still meanwhile.
 * When we are gone, however that came, it kills what it has started, and ends.
 *
 *     node main.js SOCKET
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { Socket } from "node:net";
import { headerOf, type News, type Order, type StreamName } from "./messages.ts";

const path = process.argv[2]!;
const groups = new Set<number>();

process.on("message", (order: Order) => void start(order));
process.on("disconnect", () => {
  for (const group of groups) {
    try {
      process.kill(-group, "SIGKILL");
    } catch {
      // It has just ended.
    }
  }
  process.exit();
});

async function start(order: Order): Promise<void> {
  const { id, terminal } = order;
  try {
    const stream = (name: StreamName): Promise<Socket> => opened(headerOf(id, name));
    const streams = [stream("stdin"), ...(terminal === null ? [stream("stdout")] : []), stream("stderr")];
    const [stdin, ...rest] = await Promise.all(streams);
    const screen = terminal === null ? rest.shift()! : openSync(terminal, constants.O_RDWR | constants.O_NOCTTY);
    const [stderr] = rest;
    const { file, args, cwd, env } = order;
    const child = spawn(file, args, { cwd, env, detached: true, stdio: [stdin!, screen, stderr!] });
    follow(child, id);
    for (const each of [stdin, screen, stderr]) typeof each === "number" ? closeSync(each) : each?.destroy();
  } catch (failure) {
    tell({ id, kind: "failed", why: (failure as Error).message });
  }
}

function follow(child: ChildProcess, id: number): void {
  const { pid } = child;
  child.once("error", ({ message }) => tell({ id, kind: "failed", why: message }));
  if (pid === undefined) return;
  groups.add(pid);
  tell({ id, kind: "started", pid });
  child.once("exit", (status, signal) => {
    groups.delete(pid);
    tell({ id, kind: "exited", status, signal });
  });
}

/** A connection of which we read nothing: what arrives is for the program. */
async function opened(header: string): Promise<Socket> {
  const socket = new Socket();
  socket.pause();
  return await new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.connect(path);
    socket.write(header, () => resolve(socket));
  });
}

function tell(news: News): void {
  process.send?.(news);
}

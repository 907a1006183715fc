/**
 * The command lines of the modules programs: `server HOST PORT [FILE]`, `client HOST PORT`, `log [FILE]`.
 * A program that differs in one method only hands in its own class.
 */
import { parseArgs } from "node:util";
import { type Activity, ActivityFile } from "./activity.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { ActivityQueue } from "./activity-queue.ts";
import type { ModulesClient } from "./modules-client.ts";
import type { ModulesServer } from "./modules-server.ts";

interface Kinds {
  /** What brings events to a broker; the reference's own is loaded only where one is needed. */
  readonly Queue?: typeof ActivityQueue;
  readonly File?: typeof ActivityFile;
}

export async function startServer(Server: typeof ModulesServer, kinds: Kinds = {}): Promise<void> {
  const [host, port, file] = address("server HOST PORT [FILE]");
  const modules = new Server(file, await activity(kinds));
  modules.server.on("error", (error) => {
    console.error(`cannot listen: ${error.message}`);
    process.exit(1);
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
  modules.listen(host, port);
}

export function startClient(Client: typeof ModulesClient): void {
  const [host, port] = address("client HOST PORT");
  const modules = new Client(host, port);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => modules.exit(0));
  void modules.start();
}

export function startLog(Log: typeof ActivityLog): void {
  const [file = "activity.jsonl"] = parseArgs({ allowPositionals: true }).positionals;
  const { AMQP_URL: url, AMQP_QUEUE: queue = "activity" } = process.env;
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
  if (url) new Log().followQueue(url, queue);
  else new Log().followFile(file);
}

async function activity({ Queue, File = ActivityFile }: Kinds): Promise<Activity> {
  const { AMQP_URL: url, AMQP_QUEUE: queue = "activity" } = process.env;
  if (!url) return new File();
  return new (Queue ?? (await import("./activity-queue.ts")).ActivityQueue)(url, queue);
}

function address(usage: string): [host: string, port: number, file: string | undefined] {
  const [host, port, file] = parseArgs({ allowPositionals: true }).positionals;
  if (host !== undefined && Number(port) > 0) return [host, Number(port), file];
  console.log(`usage: ${usage}`);
  process.exit(1);
}

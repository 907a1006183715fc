/**
 * The command lines of both queue programs: reads the arguments, starts what it is given, ends it at Ctrl+C.
 * A program that differs in one method only hands in its own class.
 */
import type { QueueClient } from "./queue-client.ts";
import type { QueueServer } from "./queue-server.ts";

export function startServer(Server: typeof QueueServer): void {
  const [port, size] = process.argv.slice(2);
  if (!isPort(port) || !/^\d+$/.test(size ?? "")) quit("usage: server PORT SIZE");
  const queue = new Server(Number(size));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => queue.stop());
  queue.listen(Number(port), (why) => quit(`cannot listen: ${why}`));
}

export function startClient(Client: typeof QueueClient): void {
  const [address = ""] = process.argv.slice(2);
  if (!isPort(/^.+:(\d+)$/.exec(address)?.[1])) quit("usage: client HOST:PORT");
  const queue = new Client(address);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => queue.stop());
  void queue.start();
}

function isPort(text: string | undefined): boolean {
  return /^\d+$/.test(text ?? "") && Number(text) >= 1 && Number(text) <= 65535;
}

function quit(text: string): never {
  console.log(text);
  process.exit(1);
}

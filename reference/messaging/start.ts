/**
 * The command lines of both messaging programs, `HOST PORT`: starts what it is given.
 * A program that differs in one method only hands in its own class.
 */
import { parseArgs } from "node:util";
import type { MessagingClient } from "./messaging-client.ts";
import type { MessagingServer } from "./messaging-server.ts";

export function startServer(create: () => MessagingServer): void {
  const [host, port] = address("server");
  const messaging = create();
  messaging.server.on("error", (error) => {
    console.error(`cannot listen: ${error.message}`);
    process.exit(1);
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
  messaging.listen(host, port);
}

export function startClient(create: (host: string, port: number) => MessagingClient): void {
  const messaging = create(...address("client"));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => messaging.exit(0));
  messaging.start();
}

function address(program: string): [string, number] {
  const [host, port] = parseArgs({ allowPositionals: true }).positionals;
  if (host !== undefined && Number(port) > 0) return [host, Number(port)];
  console.log(`usage: ${program} HOST PORT`);
  process.exit(1);
}

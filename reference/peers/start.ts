/**
 * The command lines of both peers programs: reads the arguments, starts what it is given, ends it at Ctrl+C.
 * A program that differs in one method only hands in its own class.
 */
import type { PeersClient } from "./peers-client.ts";
import type { PeersServer } from "./peers-server.ts";

export function startServer(Server: typeof PeersServer): void {
  const [port] = process.argv.slice(2);
  if (!isPort(port)) quit("usage: server PORT");
  const peers = new Server();
  peers.server.on("error", (error) => quit(`cannot listen: ${error.message}`));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => peers.stop());
  peers.listen(Number(port));
}

export function startClient(Client: typeof PeersClient): void {
  const [address = "", name] = process.argv.slice(2);
  const [, host, port] = /^(.+):(\d+)$/.exec(address) ?? [];
  if (host === undefined || !isPort(port) || name === undefined) quit("usage: client HOST:PORT NAME");
  const peer = new Client(host, Number(port), name);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => peer.stop());
  peer.start();
}

function isPort(text: string | undefined): boolean {
  return /^\d+$/.test(text ?? "") && Number(text) >= 1 && Number(text) <= 65535;
}

function quit(text: string): never {
  console.log(text);
  process.exit(1);
}

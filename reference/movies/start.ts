/**
 * The command lines of both movies programs: reads the arguments, starts what it is given, ends it at Ctrl+C.
 * A program that differs in one method only hands in its own class.
 */
import type { MoviesClient } from "./movies-client.ts";
import type { MoviesServer } from "./movies-server.ts";

export function startServer(Server: typeof MoviesServer): void {
  const ports = (process.argv[2] ?? "").split(",");
  if (!ports.every((port) => /^\d{1,5}$/.test(port))) quit("usage: server PORT,PORT,...");
  const movies = new Server();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => movies.stop());
  movies.listen(ports.map(Number));
}

export function startClient(Client: typeof MoviesClient): void {
  const servers = (process.argv[2] ?? "").split(",");
  if (!servers.every((server) => /^.+:\d{1,5}$/.test(server))) quit("usage: client HOST:PORT,HOST:PORT,...");
  const movies = new Client(servers);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => movies.stop());
  movies.start();
}

function quit(text: string): never {
  console.log(text);
  process.exit(1);
}

/**
 * The command lines of both chat programs: reads the options, says how to use them, starts what it is given.
 * A program that differs in one method only hands in its own class.
 */
import { setDefaultResultOrder } from "node:dns";
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { ChatClient } from "./chat-client.ts";
import type { ChatServer } from "./chat-server.ts";

const common = {
  port: { type: "string", short: "p", default: "15000" },
  address: { type: "string", short: "a", default: "localhost" },
  help: { type: "boolean", short: "h", default: false },
} as const;

const addressUsage = `  -p PORT, --port=PORT         the server's port (15000)
  -a ADDRESS, --address=ADDRESS  the server's address (localhost)
  -h, --help                   shows this`;

const serverUsage = `usage: server [-p PORT] [-a ADDRESS] [-m MAX]
${addressUsage}
  -m MAX, --max=MAX            how many users there may be at a time (10)`;

const clientUsage = `usage: client -u NAME [-p PORT] [-a ADDRESS]
  -u NAME, --user=NAME         your name
${addressUsage}`;

export function startServer(Server: typeof ChatServer): void {
  const options = { ...common, max: { type: "string", short: "m", default: "10" } } as const;
  const values = read({ options }, serverUsage, Server.explain);
  const chat = new Server(number(values.max, serverUsage));
  chat.server.on("error", (error) => {
    console.error(`cannot listen: ${error.message}`);
    process.exit(1);
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => chat.stop());
  chat.server.listen(number(values.port, serverUsage), values.address);
}

export function startClient(Client: typeof ChatClient): void {
  const options = { ...common, user: { type: "string", short: "u" } } as const;
  const values = read({ options }, clientUsage, Client.explain);
  const port = number(values.port, clientUsage);
  const name = values.user || quit(...Client.refuse(clientUsage));
  const chat = new Client({ name, address: values.address, port, folder: process.cwd() });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => chat.onQuit());
  chat.start();
}

/** parseArgs, with the usage in the place of an exception. */
function read<T extends ParseArgsConfig>(
  config: T,
  usage: string,
  explain: (usage: string) => [string, number],
): ReturnType<typeof parseArgs<T>>["values"] {
  setDefaultResultOrder("ipv4first"); // "localhost" is 127.0.0.1 to most programs that will talk to this one
  const { values } = parsed(config, usage);
  if ((values as { help?: boolean }).help) quit(...explain(usage));
  return values;
}

function parsed<T extends ParseArgsConfig>(config: T, usage: string): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    return quit(`${(error as Error).message}\n${usage}`, 1);
  }
}

function number(text: string, usage: string): number {
  return /^[0-9]{1,5}$/.test(text) ? Number(text) : quit(usage, 1);
}

function quit(text: string, status: number): never {
  console.log(text);
  process.exit(status);
}

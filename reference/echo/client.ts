/** `client HOST PORT`: starts the echo client. */
import { parseArgs } from "node:util";
import { EchoClient } from "./echo-client.ts";

const [host, port] = parseArgs({ allowPositionals: true }).positionals;
if (host === undefined || !(Number(port) > 0)) {
  console.log("usage: client HOST PORT");
  process.exit(1);
}

new EchoClient(host, Number(port)).start();

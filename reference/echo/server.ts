/** `server HOST PORT`: starts the echo server; Ctrl+C ends it. */
import { parseArgs } from "node:util";
import { EchoServer } from "./echo-server.ts";

const [host, port] = parseArgs({ allowPositionals: true }).positionals;
if (host === undefined || !(Number(port) > 0)) {
  console.log("usage: server HOST PORT");
  process.exit(1);
}

const echo = new EchoServer();
echo.server.on("error", (error) => {
  console.error(`cannot listen: ${error.message}`);
  process.exit(1);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
echo.listen(host, Number(port));

/**
 * How many short scenarios a second are played against one running server, one after the other? And how many times a
 * bare loop over sockets exchanges the same bytes.
 *
 *     npm run throughput [SCENARIOS]
 */
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { handout } from "../harness/cli/handout.ts";
import { tested } from "../harness/cli/tested.ts";
import { perform } from "../harness/execution/perform.ts";
import { freePort } from "../harness/execution/ports.ts";
import { ready } from "../harness/execution/ready.ts";
import { Servers } from "../harness/execution/servers.ts";
import { Stage } from "../harness/execution/stage.ts";
import { transport } from "../harness/execution/transport.ts";
import { parseScenario } from "../harness/language/diagram.ts";
import { trials } from "../harness/projection/trials.ts";

const count = Number(process.argv[2] ?? 500);
const root = join(import.meta.dirname, "..");
const { spec } = handout("echo");
const { target } = tested("echo", {
  server: `${process.execPath} ${join(root, "dist/reference/echo/server.js")}`,
  deadline: 2000,
});
const diagram = `sequenceDiagram
  Note over server: prints anything
  alice->>server: hi
  server->>alice: HI
  alice-xserver: closes`;

const scenario = parseScenario(diagram, "throughput.mmd");
if ("problems" in scenario) throw new Error(scenario.problems[0]?.message);
const rule = { ...spec.rules[0]!, scenarios: [scenario] };
const [trial] = trials(spec, [rule], { roles: ["server"], params: spec.params, seed: 1, wording: new Map() });

await using servers = new Servers();
const run = { spec, target, params: spec.params, seed: 1, servers };
await perform(trial!, run);
const played = await perSecond(async () => {
  const { ending } = await perform(trial!, run);
  if (ending.kind !== "complete") throw new Error(JSON.stringify(ending));
});

await using stage = new Stage(spec, target, await transport(spec));
const address = { host: "127.0.0.1", port: await freePort() };
await ready(stage.start("server", {}, address, spec.params), address);
const bare = await perSecond(async () => {
  const socket = connect({ ...address, noDelay: true });
  socket.write("hi\n");
  await once(socket, "data");
  socket.end();
  await once(socket, "close");
});
process.stdout.write(
  `${played.toFixed(0)} scenarios a second, a bare loop ${bare.toFixed(0)}: ratio ${(played / bare).toFixed(2)}\n`,
);

async function perSecond(once: () => Promise<void>): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < count; i++) await once();
  return (1000 * count) / (performance.now() - began);
}

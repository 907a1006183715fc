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

const ROUNDS = 9;
const count = Number(process.argv[2] ?? 100);
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
const played = async (): Promise<void> => {
  const { ending } = await perform(trial!, run);
  if (ending.kind !== "complete") throw new Error(JSON.stringify(ending));
};

await using stage = new Stage(spec, target, await transport(spec), () => null);
const address = { host: "127.0.0.1", port: await freePort() };
await ready(stage.start("server", {}, address, spec.params), address);
const bare = async (): Promise<void> => {
  const socket = connect({ ...address, noDelay: true });
  socket.write("hi\n");
  await once(socket, "data");
  socket.end();
  await once(socket, "close");
};

// In turns, so that what else this machine does slows both down.
const rounds: { readonly played: Pace; readonly bare: Pace }[] = [];
for (let round = 0; round <= ROUNDS; round++) rounds.push({ played: await pace(played), bare: await pace(bare) });
// The first one is for warming up.
rounds.shift();
const [ours, theirs] = [rounds.map((each) => each.played), rounds.map((each) => each.bare)];
process.stdout.write(`${inWords(ours)}: a bare loop ${inWords(theirs)}\n`);
const ratio = median(rounds.map((each) => each.played.perSecond / each.bare.perSecond));
process.stdout.write(`ratio ${ratio.toFixed(2)}, median of ${ROUNDS} rounds of ${count}\n`);

interface Pace {
  readonly perSecond: number;
  /** Our own, not the server's: ms of processor time each. */
  readonly cpu: number;
}

async function pace(once: () => Promise<void>): Promise<Pace> {
  const began = performance.now();
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) await once();
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (1000 * count) / (performance.now() - began), cpu: (user + system) / 1000 / count };
}

function inWords(paces: readonly Pace[]): string {
  const perSecond = median(paces.map((each) => each.perSecond)).toFixed(0);
  const best = Math.max(...paces.map((each) => each.perSecond)).toFixed(0);
  const cpu = Math.min(...paces.map((each) => each.cpu)).toFixed(2);
  return `${perSecond} scenarios a second (at best ${best}, with ${cpu} ms of our own processor time each)`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

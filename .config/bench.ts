/**
 * How much does judging cost beyond starting the programs? The wall time of a handout's whole suite, divided by
 * that of starting and ending the server once for each scenario, as many at a time, and nothing else:
 * with a fresh server for each scenario, and with servers that serve many where the handout allows it.
 *
 *     npm run bench [HANDOUT] [SERVER-COMMAND]
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { handout } from "../harness/cli/handout.ts";
import { tested } from "../harness/cli/tested.ts";
import { freePort } from "../harness/execution/ports.ts";
import { ready } from "../harness/execution/ready.ts";
import { Stage } from "../harness/execution/stage.ts";
import { playSuite } from "../harness/execution/suite.ts";
import { transport } from "../harness/execution/transport.ts";

const ROUNDS = 5;
const root = join(import.meta.dirname, "..");
const python = `/usr/bin/python3 ${join(root, "fixtures/chat/python/right/server.py")}`;
const commands = process.argv[3]
  ? [process.argv[3]]
  : [`${process.execPath} ${join(root, "dist/reference/chat/server.js")}`, python];
const name = process.argv[2] ?? "chat";
const { spec } = handout(name);
const jobs = 3 * availableParallelism();

for (const server of commands) {
  const { target, roles } = tested(name, { server, deadline: 2000 });
  let starts = 0;
  const fresh: number[] = [];
  const suite: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const all = { spec, rules: spec.rules, roles, target, params: spec.params, seed: round, jobs };
    suite.push(await timed(() => playSuite(all)));
    fresh.push(
      await timed(async () => {
        const transcripts = await playSuite({ ...all, fresh: true });
        starts = transcripts.filter(({ runs }) => runs.length > 0).length;
      }),
    );
    floor.push(await timed(() => startAndEnd(starts)));
  }
  process.stdout.write(`${server}\n  ${starts} scenarios, ${jobs} at a time, median of ${ROUNDS}\n`);
  const started = median(floor);
  process.stdout.write(`  floor                 ${started.toFixed(0).padStart(5)} ms\n`);
  for (const [what, times] of [
    ["a fresh server each", fresh],
    ["servers serve many", suite],
  ] as const) {
    const played = median(times);
    process.stdout.write(
      `  ${what.padEnd(20)}  ${played.toFixed(0).padStart(5)} ms, ratio ${(played / started).toFixed(2)}\n`,
    );
  }

  async function startAndEnd(times: number): Promise<void> {
    let left = times;
    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        await using stage = new Stage(spec, target, await transport(spec), () => null);
        const address = { host: "127.0.0.1", port: await freePort() };
        await ready(stage.start("server", {}, address, spec.params), address);
      }
    };
    await Promise.all(Array.from({ length: jobs }, worker));
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/**
 * How much does judging cost beyond starting the programs? The wall time of a handout's whole suite, divided by
 * that of starting and ending the same programs as often, as many at a time, and nothing else.
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
  const suite: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    suite.push(
      await timed(async () => {
        const all = await playSuite({ spec, rules: spec.rules, roles, target, params: spec.params, seed: round, jobs });
        starts = all.filter(({ runs }) => runs.length > 0).length;
      }),
    );
    floor.push(await timed(() => startAndEnd(starts)));
  }
  const [played, started] = [median(suite), median(floor)];
  process.stdout.write(`${server}\n  ${starts} starts, ${jobs} at a time, median of ${ROUNDS}\n`);
  process.stdout.write(
    `  suite ${played.toFixed(0)} ms, floor ${started.toFixed(0)} ms, ratio ${(played / started).toFixed(2)}\n`,
  );

  async function startAndEnd(times: number): Promise<void> {
    let left = times;
    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        await using stage = new Stage(spec, target, await transport(spec));
        const address = { host: "127.0.0.1", port: await freePort() };
        await ready(stage.start("server", {}, address, spec.params), address);
      }
    };
    await Promise.all(Array.from({ length: jobs }, worker));
  }
}

async function timed(run: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

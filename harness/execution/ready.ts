/** Waits until a server under test listens: told by the sockets that its processes own, never by a probe that it would see. */
import { connect } from "node:net";
import type { Address } from "./addresses.ts";
import { listening } from "./linux/sockets.ts";
import { Patience } from "./patience.ts";
import type { Program } from "./program.ts";
import { Starved } from "./quiet.ts";

/** A virtual machine or a wrapper script takes its time, in ms. */
const LONGEST_START = 15_000;
const GIVE_UP = 60_000;
/** A program that waits for input this long (ms) without listening will not listen. */
const IDLE = 400;
/** No interpreter is up sooner; looking earlier only takes its processor. */
const FIRST_PAUSE = 15;
const PAUSE = 5;
/** Every so many looks everything is looked at, whatever the program seems to do. */
const SELDOM = 8;

/**
 * @returns where it listens, or why it does not
 * @throws Starved when this machine was too busy
 */
export async function ready(program: Program, wanted: Address): Promise<Address | string> {
  const patience = new Patience();
  let idle = 0;
  for (let round = 0; ; round++) {
    await new Promise((resolve) => setTimeout(resolve, round === 0 ? FIRST_PAUSE : PAUSE));
    if (program.failure !== null) return `it cannot be started: ${program.failure}`;
    if (program.exit !== null) return `it ended before it listened, with ${ended(program.exit)}`;
    // Who listens waits, or polls; what still starts is busy, and the kernel's table of sockets is slow to read.
    const { activity } = program.look();
    if ((activity === "busy" || activity === "gone") && round % SELDOM !== 0) continue;
    const ports = process.platform === "linux" ? listening(program.pid, wanted.port) : await probe(wanted);
    const found = ports.find(({ port }) => port === wanted.port);
    if (found) return { host: found.host, port: found.port };
    if (round % SELDOM !== 0) continue;
    const now = program.look();
    patience.pass(PAUSE * SELDOM, now);
    idle = now.activity === "waiting" ? idle + PAUSE * SELDOM : 0;
    if (idle >= IDLE || patience.fair >= LONGEST_START) {
      const others = ports.map(({ port }) => port);
      if (others.length > 0) return `it listens on port ${others.join(", ")}, not on ${wanted.port} as it was told`;
      return idle >= IDLE
        ? `it waits for input, but does not listen on port ${wanted.port}`
        : `it does not listen on port ${wanted.port} after ${LONGEST_START / 1000} s`;
    }
    if (patience.wall > GIVE_UP) throw new Starved("this machine was too busy to start the program");
  }
}

function ended(exit: { readonly status: number | null; readonly signal: string | null }): string {
  return exit.status === null ? `signal ${exit.signal}` : `status ${exit.status}`;
}

/** Where the system does not tell: a connection. */
async function probe(address: Address): Promise<Address[]> {
  return await new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve([address]);
    });
    socket.once("error", () => resolve([]));
  });
}

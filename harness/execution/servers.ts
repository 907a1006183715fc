/**
 * Running servers that may serve another scenario: the handout says that they keep nothing of people who have left,
 * and as far as can be seen nobody is left.
 */
import { isServer } from "../language/spec.ts";
import type { Move, Part } from "../projection/part.ts";
import { leaves } from "../projection/tree.ts";
import type { Address } from "./addresses.ts";
import { removeFolder } from "./folder.ts";
import { descriptors, sockets } from "./linux/sockets.ts";
import type { Program } from "./program.ts";

export interface Running {
  readonly program: Program;
  readonly address: Address;
  /** How many sockets it has when nobody is there. */
  readonly sockets: number;
  /** How many files and sockets it has open then. */
  readonly descriptors: number;
}

export class Servers implements AsyncDisposable {
  readonly #idle = new Map<string, Running[]>();

  /** One that was started with these settings, if there is any. */
  take(settings: string): Running | undefined {
    return this.#idle.get(settings)?.pop();
  }

  /** Takes it back when nobody is left on it; otherwise it has served its time. */
  async give(settings: string, running: Running): Promise<void> {
    const { program } = running;
    if (program.exit === null && isAlone(running)) {
      this.#idle.set(settings, [...(this.#idle.get(settings) ?? []), running]);
    } else await end(running);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#idle.values()].flat().map(end));
    this.#idle.clear();
  }
}

function isAlone({ program, descriptors: before, sockets: own }: Running): boolean {
  return descriptors(program.watch.pids) === before || sockets(program.pid) === own;
}

async function end({ program }: Running): Promise<void> {
  await program.end();
  await removeFolder(program.dir);
}

/** What a server is started with, if one that has served others will do for this part; otherwise null. */
export function sharedSettings(part: Part): string | null {
  const [server, ...others] = part.under.filter(isServer);
  if (server === undefined || others.length > 0 || part.playedServers.length > 0) return null;
  if (process.platform !== "linux" || part.broker !== null || beginsWithScreen(part, server)) return null;
  for (const move of leaves(part.moves)) if (changesServer(move, server)) return null;
  return JSON.stringify(Object.entries(part.settings.get(server) ?? {}).sort());
}

/** What is printed at the start is printed once. */
function beginsWithScreen({ moves: [first] }: Part, server: string): boolean {
  if (first?.kind !== "leaf" || !("expects" in first.leaf)) return false;
  const { expects } = first.leaf;
  return (expects.kind === "printed" || expects.kind === "printed-something") && expects.who === server;
}

function changesServer(move: Move, server: string): boolean {
  if ("expects" in move) {
    return (move.expects.kind === "exited" || move.expects.kind === "saved") && move.expects.who === server;
  }
  const { does } = move;
  return "who" in does && does.who === server && does.kind !== "allow-screen" && does.kind !== "type";
}

/** Where a scenario is played: the programs under test, the connections to them, and the time that passes. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { ProgramFormat, Spec, Who } from "../language/spec.ts";
import { isBroker, isServer } from "../language/spec.ts";
import type { Link } from "../projection/part.ts";
import { type Address, Addresses, portsFrom } from "./addresses.ts";
import type { Broker } from "./amqp/broker.ts";
import type { Kind } from "./buffering.ts";
import type { Connection } from "./connection.ts";
import { makeFolder, removeFolder } from "./folder.ts";
import type { GrpcDialect } from "./grpc/dialect.ts";
import { onTheWay } from "./linux/sockets.ts";
import { lookAt, UNSEEN } from "./linux/watch.ts";
import { Program } from "./program.ts";
import { type Depth, HELD_BACK, type Quiet, quiet } from "./quiet.ts";
import type { Running } from "./servers.ts";
import type { Terminal } from "./terminal.ts";
import type { MakeEnd } from "./transport.ts";

/** What is tested, and how it is started. */
export interface Target {
  readonly server: string | null;
  readonly client: string | null;
  /** Commands of programs that are neither, by the name of their participant. */
  readonly programs: Readonly<Record<string, string>>;
  /** A server that runs already. */
  readonly connect: { readonly host: string; readonly port: number } | null;
  /** The service of their own that the programs speak, if they do. */
  readonly grpc?: GrpcDialect | null;
  /** Where the commands' relative paths start. */
  readonly folder: string;
  /** The longest silence, in ms. */
  readonly deadline: number;
}

export class Stage implements AsyncDisposable {
  readonly programs: Map<Who, Program> = new Map();
  readonly links: Map<string, Connection> = new Map();
  readonly addresses: Addresses = new Addresses();
  #broker: Broker | null = null;
  readonly #folders = new Map<Who, string>();
  readonly #listeners = new Map<Who, Server>();
  readonly #sockets = new Set<Socket>();
  readonly #spec: Spec;
  readonly #target: Target;
  readonly #makeEnd: MakeEnd;
  readonly #terminal: (kind: Kind) => Terminal | null;
  readonly #waiting = new Set<() => void>();
  /** Connections that a client under test has opened while the one before was still looked at. */
  readonly #accepted = new Map<string, Connection[]>();
  #version = 0;
  #restsAt: number | null = null;
  #since = performance.now();
  #answered = true;
  #slowest = 0;

  /** @param terminal opens a terminal for programs of this kind, where they need one */
  constructor(spec: Spec, target: Target, makeEnd: MakeEnd, terminal: (kind: Kind) => Terminal | null) {
    this.#spec = spec;
    this.#target = target;
    this.#makeEnd = makeEnd;
    this.#terminal = terminal;
  }

  readonly changed = (): void => {
    this.#version++;
    if (!this.#answered) this.#slowest = Math.max(this.#slowest, performance.now() - this.#since);
    this.#answered = true;
    for (const wake of [...this.#waiting]) wake();
  };

  /** We have done something: replies are timed from now. */
  acted(): void {
    this.#since = performance.now();
    this.#answered = false;
    for (const program of this.programs.values()) program.screen.markFresh();
  }

  get quiet(): Quiet {
    return {
      look: () => (this.#target.connect === null ? lookAt(this.#running) : UNSEEN),
      version: () => this.#version,
      change: (version, ms) => this.#change(version, ms),
      deadline: this.#target.deadline,
      slowest: () => this.#slowest,
      held: () => {
        return Math.max(0, ...this.#open.map(({ unacknowledged }) => (unacknowledged ?? 0) + HELD_BACK));
      },
      underway: (depth) => this.#underway(depth),
      prompt: () =>
        [...this.links.values()].every(({ handedOver }) => handedOver) &&
        [...this.programs.values()].every(({ prompt }) => prompt),
      hidden: this.programs.size > 1 && [...this.links.values()].every((link) => link === this.#broker?.end),
    };
  }

  /** On a connection that has ended, or at whose end nobody is left, nothing is on its way. */
  get #open(): Connection[] {
    return [...this.links.values()].filter(({ ended, left }) => ended === null && !left);
  }

  /**
   * Whether the kernel holds back what we have sent. Its table is slow to read: it tells before a program fails by its
   * silence, and where several have connected at the same time, too many perhaps for the program's queue.
   */
  #underway(depth: Depth): boolean {
    const open = this.#open;
    if (open.some(({ connecting }) => connecting)) return true;
    const fresh = open.filter(({ established }) => !established);
    const asked = depth === "silent" || fresh.length > FEW ? fresh : [];
    if (asked.length > 0 && onTheWay(asked.map(({ ports }) => ports))) return true;
    for (const each of asked) each.established = true;
    return false;
  }

  /** Resolves when messages that go out in pieces are out. */
  async sent(): Promise<void> {
    for (const { sending } of this.links.values()) await sending;
  }

  get #running(): Program[] {
    return [...this.programs.values()].filter((program) => !program.halted);
  }

  #change(version: number, ms: number): Promise<void> {
    if (this.#version !== version) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#waiting.add(wake);
    });
  }

  /** Starts a program under test; that it is ready is another matter. */
  start(
    who: Who,
    settings: Readonly<Record<string, string>>,
    address: Address,
    params: Readonly<Record<string, string>>,
  ): Program {
    const { command, format } = this.#howToStart(who);
    const { args, ...rest } = settings;
    if (isServer(who)) this.addresses.set(who, address);
    const { each, servers } = this.addresses;
    const own = { ...each, host: address.host, port: String(address.port) };
    const given = Object.entries(rest).map(([name, value]) => [name, filled(value, own)]);
    const program = new Program(
      {
        who,
        command,
        tail: args ?? format.args,
        values: { ...params, name: who, ports: portsFrom(address.port), servers, ...Object.fromEntries(given), ...own },
        folder: this.#target.folder,
        dir: this.folder(who),
        environment: this.#broker?.environment ?? {},
        terminal: this.#terminal(isServer(who) ? "server" : "client"),
      },
      this.changed,
    );
    this.programs.set(who, program);
    return program;
  }

  #howToStart(who: Who): { readonly command: string; readonly format: ProgramFormat } {
    const other = this.#spec.programs[who];
    if (other !== undefined) return { command: this.#target.programs[who] ?? "", format: other };
    const kind = isServer(who) ? "server" : "client";
    return { command: this.#target[kind] ?? "", format: this.#spec[kind] };
  }

  /** A message broker takes part; our end of its queue is the link between it and each program. */
  join(broker: Broker, who: Who, programs: readonly Who[]): void {
    this.#broker = broker;
    for (const server of programs) this.links.set(keyOf({ client: who, server }), broker.end);
  }

  async startBrokerAgain(): Promise<void> {
    await this.#broker?.startAgain();
  }

  /** Who can be killed and halted by this name. */
  actor(who: Who): Broker | Program | undefined {
    return isBroker(who) ? (this.#broker ?? undefined) : this.programs.get(who);
  }

  /** The programs have done all that they will do after what has happened so far. */
  rest(): void {
    this.#restsAt = this.#version;
  }

  /** A server that has served others goes on here. */
  adopt(who: Who, { program, address }: Running): void {
    program.turnPage(this.changed);
    this.programs.set(who, program);
    this.addresses.set(who, address);
    this.#folders.set(who, program.dir);
  }

  /**
   * Everybody but this server leaves.
   * @returns whether it has then done all that it will do, so that it may serve others
   */
  async release(who: Who): Promise<boolean> {
    const program = this.programs.get(who)!;
    this.programs.delete(who);
    // Then there is nothing that it could still notice.
    const still = this.#restsAt === this.#version && [...this.links.values()].every(({ gone }) => gone);
    const others = this.#clear();
    this.programs.set(who, program);
    await others;
    for (let rounds = 0; rounds < ROUNDS; rounds++) {
      const came = still ? "waiting" : await quiet(this.quiet, "idle", true);
      if (came === "window") return false;
      if (came === "waiting") {
        this.programs.delete(who);
        this.#folders.delete(who);
        return true;
      }
    }
    return false;
  }

  /** Our connections to a server that goes on without us are closed, and it gets the time to notice. */
  async leave(): Promise<void> {
    const open = this.#open;
    for (const connection of open) {
      connection.resume();
      connection.close("half-closes");
    }
    const began = performance.now();
    while (open.some(({ ended }) => ended === null) && performance.now() - began < NOTICED)
      await this.#change(this.#version, 20);
    for (let rounds = 0; rounds < ROUNDS && (await quiet(this.quiet, "settled")) === "arrival"; rounds++);
  }

  /** A participant's own working folder. */
  folder(who: Who): string {
    const folder = this.#folders.get(who) ?? makeFolder();
    this.#folders.set(who, folder);
    return folder;
  }

  /** A program is killed; a server that we play is there no more. Its connections end as they may. */
  kill(who: Who): void {
    this.actor(who)?.kill();
    this.#listeners.get(who)?.close();
    for (const [key, connection] of this.links) {
      if (!key.endsWith(`\0${who}`)) continue;
      if (this.#listeners.has(who)) connection.close("closes");
      else connection.allowed = true;
    }
  }

  /** Plays a server to which clients under test can connect. `client` tells whose the next connection is. */
  async listen(server: Who, client: Who, port: number = 0): Promise<void> {
    const listener = createServer({ noDelay: true }, (socket) => {
      const connection = this.#connection(socket, "server");
      const key = keyOf({ client, server });
      if (this.links.has(key)) this.#accepted.set(key, [...(this.#accepted.get(key) ?? []), connection]);
      else this.links.set(key, connection);
      this.changed();
    });
    this.#listeners.set(server, listener);
    await new Promise<void>((resolve, reject) => {
      listener.once("error", reject);
      listener.listen(port, "127.0.0.1", resolve);
    });
    this.addresses.set(server, { host: "127.0.0.1", port: (listener.address() as AddressInfo).port });
  }

  /** A played server is gone: who connects from now on is refused. */
  stopListening(server: Who): void {
    this.#listeners.get(server)?.close();
  }

  /** Opens a played client's connection. What is sent before it is open goes out when it is. */
  connect(link: Link): Connection {
    const address = this.addresses.get(link.server) ?? { host: "127.0.0.1", port: 0 };
    const connection = this.#connection(connect({ ...address, noDelay: true }), "client");
    this.links.set(keyOf(link), connection);
    return connection;
  }

  #connection(socket: Socket, end: "client" | "server"): Connection {
    this.#sockets.add(socket);
    return this.#makeEnd(socket, end, this.changed);
  }

  /** The connection that is now between these two. */
  link(link: Link): Connection | undefined {
    const key = keyOf(link);
    const current = this.links.get(key);
    const next = this.#accepted.get(key);
    if (current !== undefined && next !== undefined && next.length > 0 && current.ended !== null && current.empty) {
      this.links.set(key, next.shift()!);
      return this.links.get(key);
    }
    return current;
  }

  async #clear(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    for (const listener of this.#listeners.values()) listener.close();
    await Promise.all([...this.programs.values()].map((program) => program.end()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#clear();
    await this.#broker?.[Symbol.asyncDispose]();
    await Promise.all([...this.#folders.values()].map(removeFolder));
  }
}

/** No program's queue is so short that these do not find a place. */
const FEW = 3;

/** A server that does not close its end within this time (ms) after we have closed ours is not waited for. */
const NOTICED = 500;
/** Somebody who still does something after so many looks is not waited for. */
const ROUNDS = 20;

/** `{port}` and the like in a value. */
function filled(value: string, values: Readonly<Record<string, string>>): string {
  return value.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
}

export function keyOf(link: Link): string {
  return `${link.client}\0${link.server}`;
}

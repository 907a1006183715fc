/** Our side of the starter: asks it for programs, and has their streams and what becomes of them. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaNode } from "execa";
import { root } from "../../root.ts";
import type { Exit } from "../program.ts";
import type { News, Order, StreamName } from "./messages.ts";

/** Whom a process tells what it does. */
export interface Owner {
  /** It has printed this on standard output. */
  readonly printed: (chunk: Buffer) => void;
  readonly complained: (chunk: Buffer) => void;
  /** It has started, ended, or closed what it prints on. */
  readonly changed: () => void;
}

type Claims = Record<StreamName, (socket: Socket, first: Buffer) => void>;

export class Process {
  /** Negative until it has started. */
  pid = -1;
  exit: Exit | null = null;
  /** Why it could not be started. */
  failure: string | null = null;
  /** Somebody has killed the starter: what becomes of the process is not told any more. */
  lost = false;
  /** It has started, or could not be. */
  readonly started: Promise<void>;
  /** It has ended, or could not be started. */
  readonly gone: Promise<void>;
  /** Nobody can print on its streams any more. */
  readonly drained: Promise<void>;
  readonly stdin: Promise<Socket>;
  readonly #owner: Owner;
  readonly #claims: Claims;
  readonly #news: News[] = [];
  #unclaimed: number;
  #start!: () => void;
  #go!: () => void;

  constructor(owner: Owner, onTerminal: boolean) {
    this.#owner = owner;
    this.started = new Promise((resolve) => {
      this.#start = resolve;
    });
    this.gone = new Promise((resolve) => {
      this.#go = resolve;
    });
    const claims: Partial<Claims> = {};
    this.stdin = new Promise((resolve) => {
      claims.stdin = resolve;
    });
    const printing = (name: "stdout" | "stderr", hear: (chunk: Buffer) => void): Promise<void> =>
      new Promise((resolve) => {
        claims[name] = (socket, first) => {
          if (first.length > 0) hear(first);
          socket.on("data", hear);
          socket.once("close", resolve);
        };
      });
    const stdout = printing("stdout", owner.printed);
    const stderr = printing("stderr", owner.complained);
    this.#claims = claims as Claims;
    this.#unclaimed = onTerminal ? 2 : 3;
    this.drained = Promise.all([stderr, onTerminal ? null : stdout]).then(() => {});
  }

  claim(name: StreamName, socket: Socket, first: Buffer): void {
    this.#claims[name](socket, first);
    this.#unclaimed--;
    this.#tell();
  }

  lose(): void {
    this.lost = true;
    this.#start();
    this.#go();
    this.#owner.changed();
  }

  hear(news: News): void {
    this.#news.push(news);
    this.#tell();
  }

  /** Nothing is told of it as long as we would not notice what it prints. */
  #tell(): void {
    for (const news of this.#news.splice(0, this.#unclaimed === 0 || this.#news[0]?.kind === "failed" ? 2 : 0)) {
      if (news.kind === "started") this.pid = news.pid;
      if (news.kind === "failed") this.failure = news.why;
      if (news.kind === "exited") this.exit = { status: news.status, signal: news.signal };
      this.#start();
      if (news.kind !== "started") this.#go();
      this.#owner.changed();
    }
  }
}

/** A socket's path has room for 108 bytes or, on some systems, 104 (unix(7)); what is too long is cut off silently. */
const LONGEST_PATH = 103;
const SOCKET = "socket";

/** A folder for a socket: in the usual place for temporary files, where that leaves room for its path. */
function folderForSocket(): string {
  const name = `wirecheck-${process.pid}-`;
  const whole = join(tmpdir(), `${name}XXXXXX`, SOCKET);
  return mkdtempSync(join(Buffer.byteLength(whole) > LONGEST_PATH ? "/tmp" : tmpdir(), name));
}

class Starter {
  readonly #folder = folderForSocket();
  readonly #server: Server;
  readonly #child;
  readonly #processes = new Map<number, Process>();
  readonly #listening: Promise<void>;
  #count = 0;

  constructor() {
    const path = join(this.#folder, SOCKET);
    this.#server = createServer((socket) => this.#accept(socket)).unref();
    this.#listening = new Promise((resolve) => {
      this.#server.listen(path, resolve);
    });
    // Of its own session: Ctrl+C is for us, and we end the programs in good order.
    this.#child = execaNode(join(root, "dist/harness/execution/starter/main.js"), [path], {
      ipc: true,
      buffer: false,
      reject: false,
      detached: true,
      stdin: "ignore",
      stdout: "ignore",
      stderr: "inherit",
      nodeOptions: [],
    });
    this.#child.on("message", (news) => this.#hear(news as unknown as News));
    this.#child.once("exit", () => this.#end());
    this.#child.unref();
    this.#child.channel?.unref();
    process.once("exit", () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  start(order: Omit<Order, "id">, owner: Owner): Process {
    const id = this.#count++;
    const made = new Process(owner, order.terminal !== null);
    this.#processes.set(id, made);
    // Who waits for the end of a program keeps us alive, nothing else does.
    this.#child.channel?.ref();
    void this.#listening.then(() => {
      if (this.#child.connected) this.#child.send({ ...order, id } satisfies Order);
    });
    return made;
  }

  #accept(socket: Socket): void {
    socket.on("error", () => {});
    socket.once("data", (chunk) => {
      const end = chunk.indexOf("\n");
      const [id, name] = chunk.toString("latin1", 0, end).split(" ");
      const made = this.#processes.get(Number(id));
      made?.claim(name as StreamName, socket, chunk.subarray(end + 1));
      this.#forget(Number(id), made);
    });
  }

  #hear(news: News): void {
    const made = this.#processes.get(news.id);
    made?.hear(news);
    this.#forget(news.id, made);
  }

  #forget(id: number, made: Process | undefined): void {
    if (made?.exit == null && made?.failure == null) return;
    this.#processes.delete(id);
    if (this.#processes.size === 0) this.#child.channel?.unref();
  }

  /** Somebody has killed it: nobody tells us any more what becomes of its programs. */
  #end(): void {
    if (starter === this) starter = undefined;
    for (const each of this.#processes.values()) each.lose();
    this.#processes.clear();
    this.#server.close();
  }
}

let starter: Starter | undefined;

/** Starts a program; that it has started is another matter. */
export function begin(order: Omit<Order, "id">, owner: Owner): Process {
  starter ??= new Starter();
  return starter.start(order, owner);
}

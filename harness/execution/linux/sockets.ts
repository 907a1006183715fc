/** Which TCP ports a program listens on, told from the sockets that its processes own, and what it has read (proc(5)). */
import { closeSync, openSync, readdirSync, readlinkSync, readSync, statSync } from "node:fs";
import type { Socket } from "node:net";
import { read, tree } from "./tree.ts";

export interface Listening {
  readonly port: number;
  /** The address to connect to. */
  readonly host: "127.0.0.1" | "::1";
}

/**
 * The ports on which the program with this process id, or a descendant of it, listens.
 * Once `wanted` is among them, no further ones are looked for.
 */
export function listening(pid: number, wanted: number): Listening[] {
  const own = listeningOf(inodes([pid]), wanted);
  // A wrapper listens on nothing: its descendants do.
  return own.length > 0 ? own : listeningOf(inodes(tree(pid).slice(1)), wanted);
}

function listeningOf(owned: ReadonlySet<string>, wanted: number): Listening[] {
  const found: Listening[] = [];
  if (owned.size === 0) return found;
  for (const path of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const { inode, port, host } of listeners(path)) {
      if (owned.has(inode)) found.push({ port, host });
      if (owned.has(inode) && port === wanted) return found;
    }
  }
  return found;
}

/** Our end of a connection. */
export type Ports = Pick<Socket, "localPort" | "remotePort">;

/**
 * Whether any of these loopback connections still waits in the kernel: to be put into the queue of those that are to be
 * accepted (a full queue drops what asks for a place, and it is sent again a second later), or for an acknowledgement
 * of what we have sent.
 */
export function onTheWay(ends: readonly Ports[]): boolean {
  const found = new Map<string, { readonly state: string; readonly unsent: boolean }>();
  for (const path of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const [, local, remote, state = "", queue = ""] of (read(path) ?? "").matchAll(ROW)) {
      found.set(`${local} ${remote}`, { state, unsent: Number.parseInt(queue, 16) > 0 });
    }
  }
  return ends.some(({ localPort, remotePort }) => {
    const [ours, theirs] = [localPort, remotePort].map(inHex);
    return found.get(`${theirs} ${ours}`)?.state === SYN_RECEIVED || found.get(`${ours} ${theirs}`)?.unsent === true;
  });
}

/** The two ports, the state, and the length of the queue of what is not acknowledged. */
const ROW = /:(\w{4}) \w+:(\w{4}) (\w\w) (\w{8}):/g;
const SYN_RECEIVED = "03";

function inHex(port: number | undefined): string {
  return (port ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

/** How much of what was sent to the other end of this loopback connection was not read there; null when it cannot be told. */
export function unread({ localPort, remotePort }: Ports): number | null {
  if (process.platform !== "linux") return null;
  const [theirs, ours] = [remotePort, localPort].map(inHex);
  const row = new RegExp(`:${theirs} \\w+:${ours} \\w\\w \\w+:(\\w+)`);
  for (const path of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const found = row.exec(read(path) ?? "");
    if (found) return Number.parseInt(found[1]!, 16);
  }
  return null;
}

/** How many sockets the program with this process id and its descendants own. */
export function sockets(pid: number): number {
  return inodes(tree(pid)).size;
}

/** How many files and sockets these processes have open: quicker to read than what they are. */
export function descriptors(pids: readonly (number | string)[]): number {
  return pids.reduce<number>((sum, pid) => sum + openIn(`/proc/${pid}/fd`), 0);
}

/** From Linux 6.2 on, the folder's size tells. */
function openIn(folder: string): number {
  try {
    return statSync(folder).size || readdirSync(folder).length;
  } catch {
    return 0;
  }
}

function inodes(pids: readonly number[]): Set<string> {
  const found = new Set<string>();
  for (const pid of pids) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        const socket = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`));
        if (socket) found.add(socket[1]!);
      }
    } catch {
      // The process or its descriptor went away meanwhile.
    }
  }
  return found;
}

interface Row extends Listening {
  readonly inode: string;
}

const LISTEN = "0A";

/**
 * The rows of listening sockets stand first. The kernel makes each row when it is asked for, and walks through
 * a large table for the rest: so rows are read one at a time, and no more of them than needed.
 */
function* listeners(path: string): Generator<Row> {
  for (const line of lines(path)) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (local === undefined || state !== LISTEN) return;
    const [address, port] = local.split(":");
    const v6only = address !== undefined && address.length > 8 && /^0{24}01000000$/.test(address);
    yield { port: Number.parseInt(port!, 16), host: v6only ? "::1" : "127.0.0.1", inode: inode! };
  }
}

function* lines(path: string): Generator<string> {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch {
    return;
  }
  try {
    const chunk = Buffer.alloc(150);
    let rest = "";
    let header = true;
    for (let size = readSync(fd, chunk); size > 0; size = readSync(fd, chunk)) {
      const parts = (rest + chunk.toString("latin1", 0, size)).split("\n");
      rest = parts.pop()!;
      for (const part of parts) {
        if (!header) yield part;
        header = false;
      }
    }
  } finally {
    closeSync(fd);
  }
}

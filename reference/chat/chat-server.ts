/**
 * The chat server: who is here, what each message does, what is printed and what is answered.
 * One method a decision; everything happens in one thread, so two who want one name are told apart by who is first.
 */
import { createServer, type Server, type Socket } from "node:net";
import { Connection, type Wire } from "./connection.ts";
import { type ErrorKind, type Message, parse, print } from "./wire.ts";

export interface Peer {
  readonly connection: Connection;
  /** undefined before the peer has joined, and after it has left. */
  name: string | undefined;
}

export class ChatServer {
  readonly server: Server = createServer((socket) => this.onConnect(socket));
  readonly users: Map<string, Peer> = new Map();
  readonly max: number;

  /** What `-h` prints, and the status with which it ends. */
  static explain(usage: string): [string, number] {
    return [usage, 0];
  }

  constructor(max = 10) {
    this.max = max;
  }

  /** Ctrl+C: all connections end with the process. */
  stop(): void {
    process.exit(0);
  }

  onConnect(socket: Socket): void {
    const peer: Peer = {
      name: undefined,
      connection: new Connection(socket, {
        onMessage: (bytes) => this.onBytes(peer, bytes),
        onEnd: () => this.onEnd(peer),
        onReset: () => this.onReset(peer),
      }),
    };
  }

  onBytes(peer: Peer, bytes: Uint8Array): void {
    const message = this.read(bytes);
    if (message === undefined) this.onUnknown(peer);
    else this.onMessage(peer, message);
  }

  read(bytes: Uint8Array): Message | undefined {
    return parse(bytes);
  }

  onMessage(peer: Peer, message: Message): void {
    const { name } = peer;
    const { kind } = message;
    if (kind === "join" && this.mayJoin(peer)) this.onJoin(peer, message.name);
    else if (name === undefined) this.onUnknown(peer);
    else if (kind === "request_users_list") this.onList(peer, name);
    else if (kind === "send_message") this.onText(name, message.names, message.text);
    else if (kind === "send_file") this.onFile(name, message.names, message.file, message.content);
    else if (kind === "disconnect" && this.mayDisconnect(name, message.name)) this.onDisconnect(peer, name);
    else this.onUnknown(peer);
  }

  onJoin(peer: Peer, name: string): void {
    if (this.isFull()) this.refuse(peer, "err_server_full", "server full");
    else if (this.nameTaken(name)) this.refuse(peer, "err_username_unavailable", "username not available");
    else this.enter(peer, name);
  }

  enter(peer: Peer, name: string): void {
    peer.name = name;
    this.users.set(name, peer);
    this.report(`join: ${name}`);
  }

  /** Nobody joins twice on one connection. */
  mayJoin(peer: Peer): boolean {
    return peer.name === undefined;
  }

  isFull(): boolean {
    return this.users.size >= this.max;
  }

  nameTaken(name: string): boolean {
    return this.users.has(name);
  }

  refuse(peer: Peer, error: ErrorKind, reason: string): void {
    this.report(`disconnected: ${reason}`);
    this.send(peer, this.formatError(error));
    this.hangUp(peer);
  }

  onList(peer: Peer, name: string): void {
    this.report(`request_users_list: ${name}`);
    this.send(peer, this.formatList(this.sorted(this.listed(name))));
  }

  /** Everybody is, the asker too. */
  listed(_asker: string): string[] {
    return [...this.users.keys()];
  }

  /** By code point; JavaScript's own order is by UTF-16 unit, which differs for rare characters. */
  sorted(names: readonly string[]): string[] {
    return [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  onText(sender: string, names: readonly string[], text: string): void {
    this.report(`msg: ${sender}`);
    this.forward("msg", sender, names, this.formatText(sender, text));
  }

  onFile(sender: string, names: readonly string[], file: string, content: Uint8Array): void {
    this.report(`file: ${sender}`);
    this.forward("file", sender, names, this.formatFile(sender, file, content));
  }

  forward(what: "msg" | "file", sender: string, names: readonly string[], message: Wire): void {
    for (const name of this.recipients(names, sender)) {
      const peer = this.users.get(name);
      if (peer) this.send(peer, message);
      else this.onNonExistent(what, sender, name);
    }
  }

  /** Each user that is named gets it once, however often it is named. */
  recipients(names: readonly string[], _sender: string): string[] {
    return [...new Set(names)];
  }

  onNonExistent(what: "msg" | "file", sender: string, name: string): void {
    this.report(`${what}: ${sender} to non-existent user ${name}`);
  }

  /** Users speak for themselves only. */
  mayDisconnect(name: string, said: string): boolean {
    return said === name;
  }

  onDisconnect(peer: Peer, name: string): void {
    this.report(`disconnected: ${name}`);
    this.leave(peer);
    this.hangUp(peer);
  }

  onUnknown(peer: Peer): void {
    if (peer.name !== undefined) this.report(`disconnected: ${peer.name} sent unknown command`);
    this.leave(peer);
    this.send(peer, this.formatError("err_unknown_message"));
    this.hangUp(peer);
  }

  /** The peer has closed without a word. */
  onEnd(peer: Peer): void {
    this.leave(peer);
  }

  /** The peer is lost: a reset, or a write that came too late. */
  onReset(peer: Peer): void {
    this.leave(peer);
  }

  /** Frees the slot and the name, once. */
  leave(peer: Peer): void {
    if (peer.name !== undefined) this.users.delete(peer.name);
    peer.name = undefined;
  }

  send(peer: Peer, message: Wire): void {
    peer.connection.send(message);
  }

  hangUp(peer: Peer): void {
    peer.connection.end();
  }

  formatList(names: readonly string[]): Wire {
    return print({ kind: "response_users_list", names });
  }

  formatText(sender: string, text: string): Wire {
    return print({ kind: "forward_message", names: [sender], text });
  }

  formatFile(sender: string, file: string, content: Uint8Array): Wire {
    return print({ kind: "forward_file", names: [sender], file, content });
  }

  formatError(kind: ErrorKind): Wire {
    return print({ kind });
  }

  report(line: string): void {
    console.log(line);
  }
}

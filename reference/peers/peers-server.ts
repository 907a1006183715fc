/**
 * The peers server: who is here, and whom it tells when that changes. One method a decision.
 * Everything happens in one thread, so a change and the list that tells of it are one step.
 */
import { createServer, type Server, type Socket } from "node:net";

export class PeersServer {
  readonly server: Server = createServer((socket) => this.onConnect(socket));
  readonly connections: Set<Socket> = new Set();
  /** Those who have sent their name. */
  readonly names: Map<Socket, string> = new Map();

  listen(port: number): void {
    this.server.listen(port);
  }

  onConnect(socket: Socket): void {
    this.connections.add(socket);
    socket.setEncoding("latin1").setNoDelay(true); // one character a byte: a name that is not ASCII is none
    socket.on("data", (text: string) => this.onData(socket, text));
    socket.on("end", () => this.onEnd(socket));
    socket.on("error", () => this.onReset(socket));
    socket.on("close", () => this.connections.delete(socket));
  }

  /** What a connection sends first is its name; the rest has no meaning. */
  onData(socket: Socket, text: string): void {
    if (!this.names.has(socket) && !socket.destroyed) this.onName(socket, this.trim(text));
  }

  trim(text: string): string {
    return text.replace(/\r?\n$/, "");
  }

  onName(socket: Socket, name: string): void {
    if (this.isName(name) && !this.isTaken(name)) this.join(socket, name);
    else this.refuse(socket);
  }

  isName(text: string): boolean {
    return this.hasFittingLength(text) && this.hasFittingCharacters(text);
  }

  hasFittingLength(text: string): boolean {
    return text.length >= 1 && text.length <= 20;
  }

  hasFittingCharacters(text: string): boolean {
    return /^[a-zA-Z0-9]*$/.test(text);
  }

  isTaken(name: string): boolean {
    return [...this.names.values()].includes(name);
  }

  join(socket: Socket, name: string): void {
    this.names.set(socket, name);
    this.tell(this.listeners(socket));
  }

  refuse(socket: Socket): void {
    socket.destroy();
  }

  /** The peer sends no more: Node closes our direction by itself. */
  onEnd(socket: Socket): void {
    this.leave(socket);
  }

  onReset(socket: Socket): void {
    this.leave(socket);
  }

  leave(socket: Socket): void {
    if (this.names.delete(socket)) this.tell(this.listeners());
  }

  /** Who is told: everybody who has a name, the newcomer too. */
  listeners(_newcomer?: Socket): Socket[] {
    return [...this.names.keys()];
  }

  tell(listeners: readonly Socket[]): void {
    const list = this.format(this.sorted([...this.names.values()]));
    for (const socket of listeners) if (socket.writable) socket.write(list);
  }

  /** By code point: names are ASCII. */
  sorted(names: readonly string[]): string[] {
    return [...names].sort();
  }

  format(names: readonly string[]): string {
    return `${names.join(" ")}\n`;
  }

  /** When nothing is open any more, the process ends by itself. */
  stop(): void {
    this.server.close();
    for (const socket of this.connections) socket.destroy();
  }
}

/**
 * The messaging server: who is connected, who is registered, and what each command does.
 * One method a decision; everything happens in one thread, so two who want one name are told apart by who is first.
 */
import { createServer, type Server, type Socket } from "node:net";
import { cut, onLines } from "./lines.ts";

export interface Peer {
  readonly socket: Socket;
  /** undefined before the peer has registered, and after it has left. */
  name: string | undefined;
}

/** A peer that leaves more than this unread is dropped. */
const MOST_UNREAD = 64 * 1024 * 1024;

export class MessagingServer {
  readonly server: Server = createServer((socket) => this.onConnect(socket));
  /** All who are connected, with a name or without. */
  readonly peers: Set<Peer> = new Set();
  readonly users: Map<string, Peer> = new Map();

  listen(host: string, port: number): void {
    this.server.listen(port, host, () => this.onStart());
  }

  onStart(): void {
    this.report("The server has started");
  }

  onConnect(socket: Socket): void {
    const peer: Peer = { socket, name: undefined };
    this.peers.add(peer);
    this.reportConnect(this.peers.size);
    socket.on("error", () => {}); // "close" follows
    socket.on("close", (lost) => this.onClose(peer, lost));
    onLines(socket, (line) => {
      if (socket.writable) this.onLine(peer, line);
    });
  }

  /** However the connection has ended: after QUIT, without a word, or (`lost`) with a reset. */
  onClose(peer: Peer, _lost: boolean): void {
    this.leave(peer);
    this.peers.delete(peer);
    this.reportDisconnect(this.peers.size);
  }

  onLine(peer: Peer, line: string): void {
    const [command, parameters] = this.parse(line);
    this.reportMessage(command, parameters);
    this.onCommand(peer, command, parameters);
  }

  parse(line: string): [string, string] {
    return cut(line);
  }

  onCommand(peer: Peer, command: string, parameters: string): void {
    if (command === "REGISTER") this.onRegister(peer, parameters);
    else if (command === "HELP") this.onHelp(peer);
    else if (command === "QUIT") this.onQuit(peer);
    else if (!["BROADCAST", "MESSAGE", "LIST"].includes(command)) this.onUnknown(peer, command);
    else if (peer.name === undefined) this.onStranger(peer, command, parameters);
    else if (command === "LIST") this.onList(peer, peer.name);
    else if (command === "BROADCAST") this.onBroadcast(peer, peer.name, parameters);
    else this.onMessage(peer, peer.name, ...cut(parameters));
  }

  onRegister(peer: Peer, name: string): void {
    if (peer.name !== undefined) this.onSecondName(peer, name);
    else if (name === "") this.onMissing(peer, "REGISTER NAME");
    else if (!this.isName(name)) this.onIllegalName(peer, name);
    else if (this.isTaken(name)) this.onTaken(peer, name);
    else this.enter(peer, name);
  }

  enter(peer: Peer, name: string): void {
    peer.name = name;
    this.users.set(name, peer);
    this.send(peer, "OK welcome");
  }

  isName(name: string): boolean {
    return /^[A-Za-z0-9]{1,20}$/.test(name);
  }

  isTaken(name: string): boolean {
    return this.users.has(name);
  }

  onTaken(peer: Peer, _name: string): void {
    this.send(peer, "ERROR somebody has this name, try another one");
  }

  onIllegalName(peer: Peer, _name: string): void {
    this.send(peer, "ERROR a name is one word of up to 20 letters and digits");
  }

  onSecondName(peer: Peer, _name: string): void {
    this.send(peer, `ERROR you are ${peer.name} already`);
  }

  onBroadcast(peer: Peer, sender: string, text: string): void {
    if (text === "") this.onMissing(peer, "BROADCAST TEXT");
    else this.broadcast(peer, sender, text);
  }

  broadcast(peer: Peer, sender: string, text: string): void {
    for (const user of this.audience(peer)) this.send(user, `BROADCAST ${sender} ${text}`);
    this.onSent(peer);
  }

  /** Everybody with a name, without the sender. */
  audience(sender: Peer): Peer[] {
    return [...this.users.values()].filter((user) => user !== sender);
  }

  onMessage(peer: Peer, sender: string, name: string, text: string): void {
    const receiver = this.users.get(name);
    if (name === "" || text === "") this.onMissing(peer, "MESSAGE NAME TEXT");
    else if (receiver === undefined) this.onNobody(peer, name);
    else this.message(peer, receiver, sender, text);
  }

  message(peer: Peer, receiver: Peer, sender: string, text: string): void {
    this.send(receiver, `MESSAGE ${sender} ${text}`);
    this.onSent(peer);
  }

  onSent(peer: Peer): void {
    this.send(peer, "OK sent");
  }

  onNobody(peer: Peer, name: string): void {
    this.send(peer, `ERROR there is no ${name} here`);
  }

  onList(peer: Peer, _asker: string): void {
    this.send(peer, `OK ${this.listed().join(" ")}`);
  }

  /** Names consist of ASCII letters and digits, so this is their order. */
  listed(): string[] {
    return [...this.users.keys()].sort();
  }

  onHelp(peer: Peer): void {
    this.send(peer, "OK REGISTER NAME, BROADCAST TEXT, MESSAGE NAME TEXT, LIST, HELP, QUIT");
  }

  onQuit(peer: Peer): void {
    this.leave(peer);
    this.send(peer, "OK goodbye");
    peer.socket.end();
  }

  onUnknown(peer: Peer, _command: string): void {
    this.send(peer, "ERROR unknown command, HELP shows those that there are");
  }

  onStranger(peer: Peer, _command: string, _parameters: string): void {
    this.send(peer, "ERROR register first: REGISTER NAME");
  }

  onMissing(peer: Peer, usage: string): void {
    this.send(peer, `ERROR something is missing: ${usage}`);
  }

  /** Gives the name back, once. */
  leave(peer: Peer): void {
    if (peer.name !== undefined) this.users.delete(peer.name);
    peer.name = undefined;
  }

  send(peer: Peer, line: string): void {
    const { socket } = peer;
    if (socket.writable) socket.write(`${line}\n`);
    if (socket.writableLength > MOST_UNREAD) socket.destroy();
  }

  reportConnect(active: number): void {
    this.report(`A client has connected, active clients: ${active}`);
  }

  reportDisconnect(active: number): void {
    this.report(`A client has disconnected, active clients: ${active}`);
  }

  reportMessage(command: string, parameters: string): void {
    this.report("A message has arrived");
    this.report(`Command is :: ${command}`);
    this.report(`Parameters are :: ${parameters}`);
  }

  report(line: string): void {
    console.log(line);
  }
}

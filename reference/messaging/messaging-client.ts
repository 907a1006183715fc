/**
 * The messaging client: asks its user for a name until the server gives one, then sends each line as it was typed,
 * and prints each line that comes. What a line means is the server's business.
 */
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { onLines } from "./lines.ts";

export class MessagingClient {
  readonly socket: Socket;
  /** `waiting`: a name was sent, and the server has not answered yet. */
  state: "asking" | "waiting" | "registered" | "leaving" = "asking";
  /** Lines that were typed while the client waited. */
  readonly typed: string[] = [];
  last = "";

  constructor(host: string, port: number) {
    this.socket = connect(port, host);
  }

  start(): void {
    this.socket.on("error", () => {}); // "close" follows
    this.socket.on("close", () => this.onClose());
    onLines(this.socket, (line) => this.onLine(line));
    const keyboard = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
    keyboard.on("line", (line) => this.onTyped(line));
    keyboard.on("close", () => this.quit("QUIT"));
    this.ask();
  }

  ask(): void {
    this.report("What is your name?");
  }

  onTyped(line: string): void {
    if (this.state === "waiting") this.typed.push(line);
    else if (this.state === "asking") this.onName(line);
    else this.onCommand(line);
  }

  onName(name: string): void {
    this.state = "waiting";
    this.send(`REGISTER ${name}`);
  }

  onCommand(line: string): void {
    if (this.isFarewell(line)) this.quit(line);
    else this.send(line);
  }

  isFarewell(line: string): boolean {
    return line.trim() === "QUIT";
  }

  /** The client stays until the server has confirmed and closed the connection. */
  quit(line: string): void {
    this.state = "leaving";
    this.send(line);
  }

  onLine(line: string): void {
    this.last = line;
    this.show(line);
    if (this.state === "waiting") this.onAnswer(line);
  }

  show(line: string): void {
    this.report(line);
  }

  /** The answer to a name. */
  onAnswer(line: string): void {
    if (line.startsWith("OK")) this.onRegistered();
    else this.onRefused();
    for (const typed of this.typed.splice(0)) this.onTyped(typed);
  }

  onRegistered(): void {
    this.state = "registered";
  }

  onRefused(): void {
    this.state = "asking";
    this.ask();
  }

  onClose(): void {
    if (this.state === "leaving" && this.last.startsWith("OK")) this.exit(0);
    else this.onServerGone();
  }

  onServerGone(): void {
    this.report("The server has gone");
    this.exit(1);
  }

  send(line: string): void {
    this.socket.write(`${line}\n`);
  }

  exit(status: number): void {
    process.exit(status);
  }

  report(line: string): void {
    console.log(line);
  }
}

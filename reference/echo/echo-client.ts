/**
 * The echo client: sends the lines that its user types and prints the lines that come back.
 * At the end of its input it waits for the answers that are still on their way.
 */
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";

export class EchoClient {
  readonly socket: Socket;
  done = false;

  constructor(host: string, port: number) {
    this.socket = connect(port, host);
  }

  start(): void {
    this.socket.setNoDelay(true);
    this.socket.on("error", () => {}); // "close" follows
    this.socket.on("close", () => this.onServerGone());
    createInterface({ input: this.socket }).on("line", (line) => this.onLine(line));
    const keyboard = createInterface({ input: process.stdin });
    keyboard.on("line", (line) => this.send(line));
    keyboard.on("close", () => this.onEnd());
  }

  send(line: string): void {
    this.socket.write(`${line}\n`);
  }

  onLine(line: string): void {
    this.report(line);
  }

  /** The user has no more to say. */
  onEnd(): void {
    this.done = true;
    this.socket.end();
  }

  onServerGone(): void {
    if (this.done) process.exit(0);
    this.report("server is gone");
    process.exit(1);
  }

  report(line: string): void {
    console.log(line);
  }
}

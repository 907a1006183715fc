/**
 * The peers client: says its name once, then prints each line that comes.
 * TCP promises nothing about segments; readline gives whole lines, however they arrive.
 */
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";

export class PeersClient {
  readonly socket: Socket;
  readonly name: string;

  constructor(host: string, port: number, name: string) {
    this.name = name;
    this.socket = connect(port, host);
  }

  start(): void {
    this.socket.setNoDelay(true);
    this.socket.on("error", (error) => this.onError(error)); // "close" follows
    this.socket.on("close", () => this.onServerGone());
    this.listen();
    this.socket.write(this.formatName());
  }

  formatName(): string {
    return this.name;
  }

  listen(): void {
    createInterface({ input: this.socket }).on("line", (line) => this.onList(line));
  }

  onList(line: string): void {
    this.report(line);
  }

  onError(error: Error): void {
    this.report(`no connection: ${error.message}`);
  }

  onServerGone(): void {
    this.exit(1);
  }

  /** Ctrl+C. */
  stop(): void {
    this.socket.destroy();
    this.exit(0);
  }

  exit(status: number): void {
    process.exit(status);
  }

  report(line: string): void {
    console.log(line);
  }
}

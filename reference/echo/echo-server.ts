/**
 * The echo server: every line comes back in capitals, to its sender only.
 * TCP promises nothing about segments, so a line is what stands before a newline, however it arrives.
 */
import { createServer, type Server, type Socket } from "node:net";

const LONGEST_LINE = 16 * 1024 * 1024;

export class EchoServer {
  readonly server: Server = createServer((socket) => this.onConnect(socket));

  listen(host: string, port: number): void {
    this.server.listen(port, host, () => this.onStart());
  }

  onStart(): void {
    this.report("Echo server has started");
  }

  onConnect(socket: Socket): void {
    let rest = "";
    socket.setEncoding("utf8").setNoDelay(true);
    socket.on("error", (error) => this.onReset(socket, error));
    socket.on("data", (chunk: string) => {
      const lines = this.split(rest + chunk);
      rest = lines.pop() ?? "";
      for (const line of lines) this.onLine(socket, line);
      if (rest.length > LONGEST_LINE) socket.destroy();
    });
  }

  /** The whole lines of `text`, and last what stands behind the last newline. */
  split(text: string): string[] {
    return text.split("\n");
  }

  onLine(socket: Socket, line: string): void {
    for (const recipient of this.recipients(socket)) this.send(recipient, this.answer(line));
  }

  recipients(sender: Socket): Socket[] {
    return [sender];
  }

  answer(line: string): string {
    return line.toUpperCase();
  }

  /** Who does not read what comes back is not listened to meanwhile. */
  send(socket: Socket, line: string): void {
    if (!socket.writable || socket.write(`${line}\n`)) return;
    socket.pause();
    socket.once("drain", () => socket.resume());
  }

  /** A peer that is lost concerns nobody else: Node closes the socket by itself. */
  onReset(_socket: Socket, _error: Error): void {}

  report(line: string): void {
    console.log(line);
  }
}

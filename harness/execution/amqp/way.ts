/** The way from the programs to the broker: a TCP proxy, so that the broker can be away for one scenario only. */
import { connect, createServer, type Server, type Socket } from "node:net";
import { freePort } from "../ports.ts";

export class Way implements AsyncDisposable {
  readonly #broker: URL;
  readonly #traffic: () => void;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  #hanging = false;

  /** @param traffic is called whenever something passes */
  constructor(broker: URL, traffic: () => void) {
    this.#broker = broker;
    this.#traffic = traffic;
  }

  /** The broker's URL as programs are told it. */
  get url(): string {
    const url = new URL(this.#broker);
    url.host = `127.0.0.1:${this.#port}`;
    return url.href;
  }

  /** On the same port again when it was open before. */
  async open(): Promise<void> {
    // Not one of those that the system gives to others meanwhile.
    this.#port ||= await freePort();
    const server = createServer({ noDelay: true }, (near) => this.#join(near));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
  }

  #join(near: Socket): void {
    const far = connect({ host: this.#broker.hostname, port: Number(this.#broker.port || 5672), noDelay: true });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      if (this.#hanging) socket.pause();
      socket.on("data", (chunk: Buffer) => {
        other.write(chunk);
        this.#traffic();
      });
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      if (this.#hanging) socket.pause();
    }
  }

  /** Connections end, and no new ones can be opened. */
  kill(): void {
    this.#server?.close();
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing passes. */
  halt(): void {
    this.#hanging = true;
    for (const socket of this.#sockets) socket.pause();
  }

  goOn(): void {
    this.#hanging = false;
    for (const socket of this.#sockets) socket.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
  }
}

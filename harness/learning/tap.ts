/** Stands between a client and a server under test, hands everything on as it comes, and keeps a copy. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Address } from "../execution/addresses.ts";
import type { Chunk } from "./recording.ts";

export class Tap implements Disposable {
  readonly chunks: Chunk[] = [];
  readonly #listeners: Server[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #changed: () => void;
  #connections = 0;
  #closed = false;

  /** @param changed is called whenever something passes */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Where this client finds that server from now on. */
  async open(client: string, server: Address): Promise<Address> {
    const listener = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      if (this.#closed) return void near.destroy();
      const far = connect({ ...server, allowHalfOpen: true, noDelay: true });
      const connection = this.#connections++;
      this.#join(near, far, { client, connection, sender: "client" });
      this.#join(far, near, { client, connection, sender: "server" });
    });
    this.#listeners.push(listener);
    await new Promise<void>((resolve, reject) => {
      listener.once("error", reject);
      listener.listen(0, "127.0.0.1", resolve);
    });
    return { host: "127.0.0.1", port: (listener.address() as AddressInfo).port };
  }

  #join(from: Socket, to: Socket, chunk: Omit<Chunk, "bytes">): void {
    this.#sockets.add(from);
    from.on("data", (bytes: Buffer) => {
      this.chunks.push({ ...chunk, bytes });
      to.write(bytes);
      this.#changed();
    });
    from.on("end", () => to.end());
    from.on("error", () => to.resetAndDestroy());
    from.on("close", () => this.#changed());
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    for (const listener of this.#listeners) listener.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

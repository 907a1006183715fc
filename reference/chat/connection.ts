/**
 * One end of a chat connection. Chat's wire has no framing, so nothing but time separates two messages:
 * what one read brings is one message.
 */
import type { Socket } from "node:net";

/** A message as it goes out; a string goes as UTF-8. */
export type Wire = string | Uint8Array;

export interface Handlers {
  onMessage(bytes: Uint8Array): void;
  onEnd(): void;
  onReset(error: Error): void;
  onClose?(): void;
}

export class Connection {
  readonly socket: Socket;

  constructor(socket: Socket, handlers: Handlers) {
    this.socket = socket.setNoDelay(true);
    socket.on("data", (chunk) => {
      if (socket.writable) handlers.onMessage(chunk);
    });
    socket.on("end", () => handlers.onEnd());
    socket.on("error", (error) => handlers.onReset(error));
    socket.on("close", () => handlers.onClose?.());
  }

  /** Waits for nobody: Node keeps what a slow peer has not read yet. */
  send(message: Wire): void {
    if (this.socket.writable) this.socket.write(message);
  }

  /** Closes when everything is written. */
  end(): void {
    this.socket.end();
  }
}

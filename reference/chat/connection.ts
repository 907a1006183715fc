/**
 * One end of a chat connection: turns what is read into messages and keeps the written ones apart.
 * Chat's wire has no framing, so the only thing that separates two messages is time: what one read brings
 * is one message (reads that fill the whole buffer are joined), and each end pauses between two messages.
 */
import type { Socket } from "node:net";

const FULL_READ = 64 * 1024; // bytes; more is on its way
const LONGEST_MESSAGE = 4 * 1024 * 1024; // bytes
const LONGEST_QUEUE = 64 * 1024 * 1024; // bytes
const MORE_COMES_WITHIN = 50; // ms
const PAUSE = 10; // ms
const LAST_WORDS = 2000; // ms, for a peer that does not read them

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
  #read: Buffer[] = [];
  #queue: Uint8Array[] = [];
  #queued = 0;
  #writing = false;
  #ending = false;

  constructor(socket: Socket, handlers: Handlers) {
    this.socket = socket.setNoDelay(true);
    let more: NodeJS.Timeout | undefined;
    const deliver = () => {
      clearTimeout(more);
      const bytes = Buffer.concat(this.#read);
      this.#read = [];
      if (bytes.length > 0 && !this.#ending) handlers.onMessage(bytes);
    };
    socket.on("data", (chunk) => {
      this.#read.push(chunk);
      clearTimeout(more);
      const size = this.#read.reduce((sum, part) => sum + part.length, 0);
      if (chunk.length < FULL_READ || size >= LONGEST_MESSAGE) deliver();
      else more = setTimeout(deliver, MORE_COMES_WITHIN);
    });
    socket.on("end", () => {
      deliver();
      handlers.onEnd();
    });
    socket.on("error", (error) => handlers.onReset(error));
    socket.on("close", () => {
      clearTimeout(more);
      handlers.onClose?.();
    });
  }

  /** Waits for nobody: a peer that never reads has its messages kept here, up to a limit. */
  send(message: Wire): void {
    if (this.#ending || !this.socket.writable) return;
    const bytes = typeof message === "string" ? Buffer.from(message) : message;
    this.#queue.push(bytes);
    this.#queued += bytes.length;
    if (this.#queued > LONGEST_QUEUE) this.socket.destroy(new Error("the peer does not read"));
    else if (!this.#writing) this.#writeNext();
  }

  /** Closes when everything is written; then hears the peer out for `grace` ms, so that it sees no reset. */
  end(grace = 1000): void {
    this.#ending = true;
    const destroy = () => this.socket.destroy();
    const timer = setTimeout(destroy, LAST_WORDS);
    this.socket.once("finish", () => setTimeout(destroy, grace).unref());
    this.socket.once("close", () => clearTimeout(timer));
    if (this.#queue.length === 0) this.socket.end();
  }

  #writeNext(): void {
    const bytes = this.#queue.shift();
    this.#writing = bytes !== undefined;
    if (bytes === undefined) return;
    this.#queued -= bytes.length;
    this.socket.write(bytes, () => setTimeout(() => this.#writeNext(), PAUSE));
    if (this.#ending && this.#queue.length === 0) this.socket.end();
  }
}

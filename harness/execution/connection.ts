/** Our end of one connection: what has arrived and was not yet looked at, and how it ended. */
import type { Socket } from "node:net";
import { fromBytes } from "../language/bytes.ts";
import type { Framing } from "../language/spec.ts";
import { frame, Unframer } from "./framing.ts";

export interface Frames {
  /** Of what arrives here. */
  readonly incoming: Framing;
  readonly outgoing: Framing;
}

export class Connection {
  /** Whole messages, oldest first (framed wires only). */
  readonly messages: Buffer[] = [];
  /** What was taken from it before, for guesses at a cause. */
  readonly before: string[] = [];
  ended: "FIN" | "RST" | null = null;
  /** Whatever comes is allowed for now. */
  allowed = false;
  /** We have ended it, or our direction of it. */
  closedByUs = false;
  /** We have ended it wholly: nobody is here who could hear anything. */
  left = false;
  /** When something arrived that nothing we sent has acknowledged yet (performance.now()). */
  unacknowledged: number | null = null;
  /** The expectation of its end was met. */
  closeSeen = false;
  readonly #socket: Socket;
  readonly #unframer: Unframer;
  readonly #frames: Frames;
  #rest: Buffer | null = null;

  /** @param changed is called whenever something has arrived */
  constructor(socket: Socket, frames: Frames, changed: () => void) {
    this.#socket = socket;
    this.#frames = frames;
    this.#unframer = new Unframer(frames.incoming);
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      this.messages.push(...this.#unframer.push(chunk));
      this.unacknowledged = performance.now();
      this.#rest = null;
      changed();
    });
    socket.on("end", () => {
      this.ended ??= "FIN";
      changed();
    });
    socket.on("error", () => {
      this.ended ??= "RST";
      changed();
    });
    socket.on("close", () => {
      this.ended ??= "FIN";
      changed();
    });
  }

  get framed(): boolean {
    return this.#frames.incoming !== "none";
  }

  get crlf(): boolean {
    return this.#unframer.crlf;
  }

  /** Bytes that are no whole message (yet). */
  get rest(): Buffer {
    this.#rest ??= this.#unframer.rest;
    return this.#rest;
  }

  /** Nothing is left unread. */
  get empty(): boolean {
    return this.messages.length === 0 && this.rest.length === 0;
  }

  /** Takes what was matched. */
  take(length: number): void {
    if (this.framed) this.before.push(fromBytes(this.messages.shift()!));
    else {
      this.before.push(fromBytes(this.rest.subarray(0, length)));
      this.#unframer.take(length);
      this.#rest = null;
    }
  }

  /** Forgets what is unread from here on. */
  cut(length: number): void {
    this.#unframer.cut(length);
    this.#rest = null;
  }

  /** Forgets everything unread. */
  discard(): void {
    this.messages.length = 0;
    this.#unframer.take(this.rest.length);
    this.#rest = null;
  }

  send(message: Buffer): void {
    this.unacknowledged = null;
    this.#socket.write(frame(message, this.#frames.outgoing));
  }

  /** What has arrived was read before, so FIN is FIN; a reset is only ever sent on purpose. */
  close(how: "closes" | "resets" | "half-closes"): void {
    this.closedByUs = true;
    this.left = how !== "half-closes";
    if (how === "resets") this.#socket.resetAndDestroy();
    else if (how === "half-closes") this.#socket.end();
    else this.#socket.destroySoon();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Our end of a plain TCP connection: bytes, and the messages that the handout's framing makes of them. */
import type { Socket } from "node:net";
import { fromBytes } from "../language/bytes.ts";
import type { Framing } from "../language/spec.ts";
import { Connection, type Sending } from "./connection.ts";
import { frame, Unframer } from "./framing.ts";
import { pieces, sendPieces } from "./pieces.ts";
import { rest } from "./rest.ts";

export interface Frames {
  /** Of what arrives here. */
  readonly incoming: Framing;
  readonly outgoing: Framing;
  /** What a message comes to; null when it means nothing. */
  readonly read?: (message: Buffer) => Buffer | null;
}

/** Longer messages are not kept for later. */
const LONG = 64 * 1024;

export class Stream extends Connection {
  readonly #unframer: Unframer;
  readonly #frames: Frames;
  #rest: Buffer | null = null;
  /** Something goes out as soon as it is open. */
  #held = false;

  /** @param changed is called whenever something has arrived */
  constructor(socket: Socket, frames: Frames, changed: () => void) {
    super(socket);
    this.#frames = frames;
    this.#unframer = new Unframer(frames.incoming);
    socket.on("data", (chunk: Buffer) => {
      const { read = (message: Buffer) => message } = frames;
      for (const message of this.#unframer.push(chunk).flatMap((each) => read(each) ?? [])) {
        this.messages.push(message);
        this.heard.push(message.length > LONG ? "" : fromBytes(message));
      }
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

  override get framed(): boolean {
    return this.#frames.incoming !== "none";
  }

  protected override get immediate(): boolean {
    return !this.#held;
  }

  override get crlf(): boolean {
    return this.#unframer.crlf;
  }

  override get rest(): Buffer {
    this.#rest ??= this.#unframer.rest;
    return this.#rest;
  }

  override take(length: number): void {
    if (this.framed) this.before.push(fromBytes(this.messages.shift()!));
    else {
      this.before.push(fromBytes(this.rest.subarray(0, length)));
      this.#unframer.take(length);
      this.#rest = null;
    }
  }

  override cut(length: number): void {
    this.#unframer.cut(length);
    this.#rest = null;
  }

  override discard(): void {
    this.messages.length = 0;
    this.#unframer.take(this.rest.length);
    this.#rest = null;
  }

  override send(message: Buffer, { cut, also = [], after }: Sending = {}): void {
    const bytes = Buffer.concat([message, ...also].map((each) => frame(each, this.#frames.outgoing)));
    this.unacknowledged = null;
    if (after !== undefined) this.#later(bytes, after);
    else if (cut === undefined) this.socket.write(bytes);
    else this.sending = sendPieces(this.socket, pieces(bytes, cut));
  }

  /** Connections that are opened at the same time are open at the same time. */
  #later(bytes: Buffer, ms: number): void {
    const send = (): void => {
      this.#held = false;
      rest(ms);
      this.socket.write(bytes);
    };
    this.#held = this.socket.connecting;
    if (this.#held) this.socket.prependOnceListener("connect", send);
    else send();
  }
}

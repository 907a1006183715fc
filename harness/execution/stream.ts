/** Our end of a plain TCP connection: bytes, and the messages that the handout's framing makes of them. */
import type { Socket } from "node:net";
import { fromBytes } from "../language/bytes.ts";
import type { Framing } from "../language/spec.ts";
import { Connection, type Sending } from "./connection.ts";
import { frame, Unframer } from "./framing.ts";
import { pieces, sendPieces } from "./pieces.ts";

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
    return true;
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

  override send(message: Buffer, { cut, also = [] }: Sending = {}): void {
    const bytes = Buffer.concat([message, ...also].map((each) => frame(each, this.#frames.outgoing)));
    this.unacknowledged = null;
    if (cut === undefined) this.socket.write(bytes);
    else this.sending = sendPieces(this.socket, pieces(bytes, cut));
  }
}

/** Our end of one connection, whatever its transport: what has arrived and was not yet looked at, and how it ended. */
import type { Socket } from "node:net";
import type { Cut } from "../projection/delivery.ts";
import type { Ports } from "./linux/sockets.ts";

/** A message that does not go out whole and alone. */
export interface Sending {
  readonly cut?: Cut | undefined;
  /** More messages, in the same segment. */
  readonly also?: readonly Buffer[] | undefined;
  /** How long after what was sent before, in ms. */
  readonly after?: number | undefined;
}

export abstract class Connection {
  /** Whole messages, oldest first (framed wires only). */
  readonly messages: Buffer[] = [];
  /** What was taken from it before, for guesses at a cause. */
  readonly before: string[] = [];
  /** All messages that have arrived (framed wires only). */
  readonly heard: string[] = [];
  /** What was tolerated here. */
  readonly notes: Set<string> = new Set();
  ended: "FIN" | "RST" | null = null;
  /** Whatever comes is allowed for now. */
  allowed = false;
  /** We have ended it, or our direction of it. */
  closedByUs = false;
  /** We have ended it wholly: nobody is here who could hear anything. */
  left = false;
  /** When something arrived that nothing we sent has acknowledged yet (performance.now()). */
  unacknowledged: number | null = null;
  /** A message goes out in pieces; resolved when it is out. */
  sending: Promise<void> | null = null;
  #established = false;
  /** The expectation of its end was met. */
  closeSeen = false;
  protected readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
  }

  /** The other end's kernel has not answered yet. */
  get connecting(): boolean {
    return this.socket.connecting;
  }

  /** The kernel has all that we have done here, and does the rest by itself. */
  get handedOver(): boolean {
    const { connecting, writableLength, writableFinished } = this.socket;
    if (this.left) return this.gone;
    return this.immediate && !connecting && writableLength === 0 && (!this.closedByUs || writableFinished);
  }

  /** What is sent goes straight to the socket. */
  protected get immediate(): boolean {
    return false;
  }

  /** We have left, and the kernel knows. */
  get gone(): boolean {
    return this.left && this.socket.closed;
  }

  /** The other end has it: the kernel has said so, or something has come from there. */
  get established(): boolean {
    return this.#established || this.socket.bytesRead > 0;
  }

  set established(known: boolean) {
    this.#established = known;
  }

  get ports(): Ports {
    return this.socket;
  }

  abstract get framed(): boolean;

  /** Lines that ended in CR LF were seen. */
  abstract get crlf(): boolean;

  /** Bytes that are no whole message (yet). */
  abstract get rest(): Buffer;

  /** Nothing is left unread. */
  get empty(): boolean {
    return this.messages.length === 0 && this.rest.length === 0;
  }

  /** Takes what was matched. */
  abstract take(length: number): void;

  /** Forgets what is unread from here on. */
  abstract cut(length: number): void;

  /** Forgets everything unread. */
  abstract discard(): void;

  abstract send(message: Buffer, how?: Sending): void;

  /** What has arrived was read before, so FIN is FIN; a reset is only ever sent on purpose. */
  close(how: "closes" | "resets" | "half-closes"): void {
    this.closedByUs = true;
    this.left = how !== "half-closes";
    if (how === "resets") this.socket.resetAndDestroy();
    else if (how === "half-closes") this.socket.end();
    else this.leave();
  }

  /** What was sent before still goes out. */
  protected leave(): void {
    this.socket.destroySoon();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }
}

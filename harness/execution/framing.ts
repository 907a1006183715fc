/** Messages ⇄ bytes on a connection. */
import type { Framing } from "../language/spec.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** A message as it goes over the wire. */
export function frame(message: Buffer, framing: Framing): Buffer {
  switch (framing) {
    case "none":
      return message;
    case "line":
      return Buffer.concat([message, Buffer.from([NEWLINE])]);
    case "length": {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(message.length);
      return Buffer.concat([head, message]);
    }
  }
}

/** Takes messages out of a stream as they become whole. */
export class Unframer {
  /** Lines that ended in CR LF were seen. */
  crlf = false;
  #rest: Buffer[] = [];
  readonly #framing: Framing;

  constructor(framing: Framing) {
    this.#framing = framing;
  }

  /** The bytes that are no whole message yet. */
  get rest(): Buffer {
    return Buffer.concat(this.#rest);
  }

  /** The messages that this chunk completes. Unframed bytes are never a whole message: they stay in `rest`. */
  push(chunk: Buffer): Buffer[] {
    this.#rest.push(chunk);
    if (this.#framing === "none" || (this.#framing === "line" && !chunk.includes(NEWLINE))) return [];
    let bytes = Buffer.concat(this.#rest);
    const messages: Buffer[] = [];
    for (;;) {
      const end = this.#framing === "line" ? bytes.indexOf(NEWLINE) : bytes.length < 4 ? -1 : 4 + bytes.readUInt32BE(0);
      if (end < 0 || (this.#framing === "length" && bytes.length < end)) break;
      if (this.#framing === "length") {
        messages.push(bytes.subarray(4, end));
        bytes = bytes.subarray(end);
      } else {
        const cr = end > 0 && bytes[end - 1] === RETURN;
        this.crlf ||= cr;
        messages.push(bytes.subarray(0, cr ? end - 1 : end));
        bytes = bytes.subarray(end + 1);
      }
    }
    this.#rest = bytes.length > 0 ? [bytes] : [];
    return messages;
  }

  /** Keeps only the first `length` bytes of `rest`. */
  cut(length: number): void {
    this.#rest = length > 0 ? [this.rest.subarray(0, length)] : [];
  }

  /** Takes `length` bytes of `rest`. */
  take(length: number): void {
    const bytes = this.rest.subarray(length);
    this.#rest = bytes.length > 0 ? [bytes] : [];
  }
}

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
    default:
      return Buffer.concat([Buffer.from(String(message.length).padEnd(headerOf(framing))), message]);
  }
}

/** How many bytes stand before a message. */
function headerOf(framing: Exclude<Framing, "none" | "line">): number {
  return framing === "length" ? 4 : Number(framing.slice("header-".length));
}

/** How long a message is, by its header. A header without a number tells nothing: its message never becomes whole. */
function lengthIn(header: Buffer, framing: Framing): number {
  if (framing === "length") return header.readUInt32BE(0);
  const digits = /^\s*(\d+)[\s\0]*$/.exec(header.toString("latin1"))?.[1];
  return digits === undefined ? Number.POSITIVE_INFINITY : Number(digits);
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
      const [start, end] = this.#bounds(bytes);
      if (end < 0 || bytes.length < end) break;
      const cr = this.#framing === "line" && end > 0 && bytes[end - 1] === RETURN;
      this.crlf ||= cr;
      messages.push(bytes.subarray(start, cr ? end - 1 : end));
      bytes = bytes.subarray(this.#framing === "line" ? end + 1 : end);
    }
    this.#rest = bytes.length > 0 ? [bytes] : [];
    return messages;
  }

  /** Where the first message is in these bytes; its end is negative where it is not there yet. */
  #bounds(bytes: Buffer): readonly [number, number] {
    if (this.#framing === "none") return [0, -1];
    if (this.#framing === "line") return [0, bytes.indexOf(NEWLINE)];
    const header = headerOf(this.#framing);
    if (bytes.length < header) return [header, -1];
    return [header, header + lengthIn(bytes.subarray(0, header), this.#framing)];
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

/** What both ends of a gRPC connection have in common: calls come and go on one HTTP/2 session. */
import type { Http2Session } from "node:http2";
import type { Socket } from "node:net";
import { fromBytes } from "../../language/bytes.ts";
import { Connection } from "../connection.ts";

const NOTHING = Buffer.alloc(0);

export abstract class GrpcEnd extends Connection {
  protected readonly changed: () => void;
  #session: Http2Session | null = null;

  constructor(socket: Socket, changed: () => void) {
    super(socket);
    this.changed = changed;
    socket.on("error", () => this.#end("RST"));
    socket.on("close", () => this.#end("FIN"));
  }

  protected watch(session: Http2Session): void {
    this.#session = session;
    session.on("error", () => this.#end("RST"));
    session.on("close", () => this.#end("FIN"));
  }

  #end(how: "FIN" | "RST"): void {
    this.ended ??= how;
    this.changed();
  }

  protected arrived(message: Buffer): void {
    this.messages.push(message);
    this.changed();
  }

  override get framed(): boolean {
    return true;
  }

  override get crlf(): boolean {
    return false;
  }

  override get rest(): Buffer {
    return NOTHING;
  }

  override take(): void {
    this.before.push(fromBytes(this.messages.shift()!));
  }

  override cut(): void {}

  override discard(): void {
    this.messages.length = 0;
  }

  /** Calls that nobody has answered keep no session open. */
  protected override leave(): void {
    if (this.#session === null) super.leave();
    else if (this.waiting === 0) this.#session.close();
    else this.#session.destroy();
  }

  /** How many calls have no answer yet. */
  protected abstract get waiting(): number;
}

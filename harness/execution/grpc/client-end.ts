/** A played client's gRPC connection: each message is a call, each answer a message. */
import { type ClientHttp2Session, connect } from "node:http2";
import type { Socket } from "node:net";
import { fromBytes, toBytes } from "../../language/bytes.ts";
import type { Text } from "../../language/spec.ts";
import { GrpcEnd } from "./end.ts";
import { CONTENT_TYPE, framed, STATUSES, unframed } from "./frames.ts";
import type { Method } from "./proto.ts";
import { parse, printAny } from "./values.ts";
import type { Wire } from "./wire.ts";

export class ClientEnd extends GrpcEnd {
  readonly #session: ClientHttp2Session;
  readonly #wire: Wire;
  #waiting = 0;

  constructor(socket: Socket, wire: Wire, changed: () => void) {
    super(socket, changed);
    this.#wire = wire;
    this.#session = connect("http://127.0.0.1", { createConnection: () => socket });
    this.watch(this.#session);
  }

  protected override get waiting(): number {
    return this.#waiting;
  }

  override send(message: Buffer): void {
    const text = fromBytes(message);
    for (const { method, format } of this.#wire.requests) {
      const fields = parse(text, format, method.request);
      if (fields === null) continue;
      this.#call(method, method.request.encode(fields));
      return;
    }
    throw new RangeError(`\`${text}\` is no call of the handout's .proto`);
  }

  #call(method: Method, request: Buffer): void {
    const headers = { ":method": "POST", ":path": method.path, "content-type": CONTENT_TYPE, te: "trailers" };
    const stream = this.#session.request(headers);
    const chunks: Buffer[] = [];
    let status: unknown;
    this.#waiting++;
    stream.on("response", (found) => {
      status ??= found["grpc-status"];
    });
    stream.on("trailers", (found) => {
      status ??= found["grpc-status"];
    });
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    // Without a status the connection was lost: there is nothing to hear.
    stream.on("error", () => {});
    stream.on("close", () => {
      this.#waiting--;
      if (status !== undefined) this.arrived(this.#answer(method, Number(status), unframed(chunks)));
    });
    stream.end(framed(request));
  }

  #answer(method: Method, status: number, reply: Buffer | null): Buffer {
    const formats = this.#wire.replies.filter((row) => row.method === method).map(({ format }) => format);
    const said = status === 0 ? null : (method.ofStatus?.(status) ?? null);
    if (said !== null) return printAny(said, formats, method.reply);
    if (status !== 0) return printError(STATUSES[status] ?? String(status), this.#wire.errors);
    if (reply === null) return toBytes("an answer without a message");
    try {
      return printAny(method.reply.decode(reply), formats, method.reply);
    } catch {
      return toBytes(`an answer that is no message of ${method.name}`);
    }
  }
}

/** `error NOT_FOUND`, or as the handout words it. */
function printError(status: string, formats: readonly Text[]): Buffer {
  const words = formats[0] ?? [{ kind: "literal", text: `error ${status}` }];
  return toBytes(words.map((piece) => (piece.kind === "literal" ? piece.text : status)).join(""));
}

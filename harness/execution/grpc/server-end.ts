/** A played server's gRPC connection: each call is a message, each message answers the oldest call that waits. */
import { createServer, type Http2Session, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import { fromBytes, toBytes } from "../../language/bytes.ts";
import { split } from "../../language/match.ts";
import { GrpcEnd } from "./end.ts";
import { CONTENT_TYPE, framed, STATUSES, unframed } from "./frames.ts";
import type { Fields, Method } from "./proto.ts";
import { parse, printAny } from "./values.ts";
import type { Wire } from "./wire.ts";

interface Call {
  readonly method: Method;
  readonly stream: ServerHttp2Stream;
}

export class ServerEnd extends GrpcEnd {
  readonly #wire: Wire;
  readonly #calls: Call[] = [];

  constructor(socket: Socket, wire: Wire, changed: () => void) {
    super(socket, changed);
    this.#wire = wire;
    const server = createServer();
    server.on("session", (session: Http2Session) => this.watch(session));
    server.on("sessionError", () => {});
    server.on("stream", (stream, headers) => this.#onStream(stream, headers));
    server.emit("connection", socket);
  }

  protected override get waiting(): number {
    return this.#calls.length;
  }

  #onStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const path = headers[":path"] ?? "";
    const method = this.#wire.methods.find((one) => one.path === path);
    const chunks: Buffer[] = [];
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const request = method && this.#request(method, unframed(chunks));
      if (method === undefined) this.#refuse(stream, `a call of ${path}, which the .proto does not have`);
      else if (!request) this.#refuse(stream, `a call of ${method.name} whose request cannot be read`);
      else this.#accept({ method, stream }, request);
    });
  }

  #accept(call: Call, request: Buffer): void {
    this.#calls.push(call);
    // Whoever called may give up before there is an answer.
    call.stream.on("close", () => this.#forget(call));
    this.arrived(request);
  }

  #refuse(stream: ServerHttp2Stream, why: string): void {
    finish(stream, STATUSES.indexOf("UNIMPLEMENTED"), null);
    this.arrived(toBytes(why));
  }

  #request(method: Method, bytes: Buffer | null): Buffer | null {
    const formats = this.#wire.requests.filter((row) => row.method === method).map(({ format }) => format);
    try {
      return bytes && printAny(method.request.decode(bytes), formats, method.request);
    } catch {
      return null;
    }
  }

  #forget(call: Call): void {
    const at = this.#calls.indexOf(call);
    if (at >= 0) this.#calls.splice(at, 1);
  }

  override send(message: Buffer): void {
    const call = this.#calls.shift();
    if (call === undefined) return;
    const text = fromBytes(message);
    const error = this.#status(text);
    const fields = error === 0 ? this.#reply(text, call.method) : null;
    const status = fields === null ? error : (call.method.toStatus?.(fields) ?? 0);
    finish(call.stream, status, fields === null || status !== 0 ? null : call.method.reply.encode(fields));
  }

  /** The error that this text is; 0 when it is none. */
  #status(text: string): number {
    for (const format of this.#wire.errors) {
      const [name = ""] = split(text, format)?.values() ?? [];
      if (STATUSES.includes(name)) return STATUSES.indexOf(name);
    }
    return 0;
  }

  #reply(text: string, method: Method): Fields {
    for (const row of this.#wire.replies) {
      const fields = row.method === method ? parse(text, row.format, method.reply) : null;
      if (fields !== null) return fields;
    }
    throw new RangeError(`\`${text}\` is no answer to ${method.name} in the handout's .proto`);
  }
}

/** Answers with a message, or with a status only. */
function finish(stream: ServerHttp2Stream, status: number, message: Buffer | null): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(status) }));
  stream.respond({ ":status": 200, "content-type": CONTENT_TYPE }, { waitForTrailers: true });
  stream.end(message === null ? undefined : framed(message));
}

/** Stands between a gRPC client and a server under test, hands every call on as it comes, and keeps a copy. */
import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";
import type { Address } from "../execution/addresses.ts";
import { unframed } from "../execution/grpc/frames.ts";

/** A call and its answer, in the order in which they were made. */
export interface TappedCall {
  readonly client: string;
  /** `/package.Service/Method` */
  readonly path: string;
  /** Null: not (wholly) there. */
  request: Buffer | null;
  reply: Buffer | null;
  /** Null: it was never answered. */
  status: number | null;
}

export class CallTap implements Disposable {
  readonly calls: TappedCall[] = [];
  readonly #listeners: Http2Server[] = [];
  readonly #sessions = new Set<Http2Session>();
  readonly #changed: () => void;

  /** @param changed is called whenever something passes */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Where this client finds that server from now on. */
  async open(client: string, server: Address): Promise<Address> {
    const listener = createServer();
    listener.on("sessionError", () => {});
    listener.on("session", (near) => {
      const far = this.#keep(connect(`http://${server.host}:${server.port}`));
      this.#keep(near).on("close", () => far.destroy());
      far.on("close", () => near.destroy());
      near.on("stream", (stream, headers) => this.#pass(client, stream, headers, far));
    });
    this.#listeners.push(listener);
    await new Promise<void>((resolve, reject) => {
      listener.once("error", reject);
      listener.listen(0, "127.0.0.1", resolve);
    });
    return { host: "127.0.0.1", port: (listener.address() as AddressInfo).port };
  }

  #keep<Session extends Http2Session>(session: Session): Session {
    this.#sessions.add(session);
    session.on("error", () => {});
    session.on("close", () => {
      this.#sessions.delete(session);
      this.#changed();
    });
    return session;
  }

  #pass(client: string, near: ServerHttp2Stream, headers: IncomingHttpHeaders, far: ClientHttp2Session): void {
    near.on("error", () => {});
    if (far.destroyed) return void near.destroy();
    const call: TappedCall = { client, path: headers[":path"] ?? "", request: null, reply: null, status: null };
    this.calls.push(call);
    const passed = far.request({ ...headers, ":scheme": "http" });
    passed.on("error", () => near.destroy());
    const [asked, answered]: [Buffer[], Buffer[]] = [[], []];
    near.on("data", (bytes: Buffer) => {
      asked.push(bytes);
      passed.write(bytes);
      this.#changed();
    });
    near.on("end", () => {
      call.request = unframed(asked);
      passed.end();
    });
    let trailers: IncomingHttpHeaders = {};
    const told = ({ "grpc-status": status }: IncomingHttpHeaders): void => {
      if (status !== undefined) call.status = Number(status);
    };
    passed.on("response", (found, flags) => {
      told(found);
      const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      if (near.destroyed) return;
      near.on("wantTrailers", () => near.sendTrailers(trailers));
      near.respond(found, endStream ? { endStream } : { waitForTrailers: true });
    });
    passed.on("trailers", (found) => {
      told(found);
      trailers = found;
    });
    passed.on("data", (bytes: Buffer) => {
      answered.push(bytes);
      near.write(bytes);
      this.#changed();
    });
    passed.on("end", () => {
      call.reply = unframed(answered);
      near.end();
      this.#changed();
    });
  }

  [Symbol.dispose](): void {
    for (const listener of this.#listeners) listener.close();
    for (const session of this.#sessions) session.destroy();
  }
}

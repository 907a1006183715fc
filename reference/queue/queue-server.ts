/**
 * The queue server: one bounded queue for all clients. One method a decision.
 * Everything happens in one thread, so looking and changing are one step.
 */
import { type handleUnaryCall, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";
import { type ItemReply, type PutReply, type PutRequest, Queue, type SizeReply } from "./proto.ts";

export class QueueServer {
  readonly server: Server = new Server();
  readonly size: number;
  items: string[] = [];

  constructor(size: number) {
    this.size = size;
    this.server.addService(Queue.service, {
      Put: this.answer(({ item }: PutRequest) => this.onPut(item)),
      Peek: this.answer(() => this.onPeek()),
      Pop: this.answer(() => this.onPop()),
      Size: this.answer(() => this.onSize()),
    });
  }

  /** A call answered by a method; what the method throws is an error of gRPC's. */
  answer<Request, Reply>(method: (request: Request) => Reply | Promise<Reply>): handleUnaryCall<Request, Reply> {
    return async (call, callback) => {
      try {
        this.onCall(call.getPeer());
        callback(null, await method(call.request));
      } catch (error) {
        callback({ code: status.INTERNAL, details: String(error) } as ServiceError);
      }
    };
  }

  /** Who calls makes no difference. */
  onCall(_peer: string): void {}

  onPut(item: string): PutReply | Promise<PutReply> {
    if (this.isFull()) return { ok: false };
    this.add(item);
    return { ok: true };
  }

  isFull(): boolean {
    return this.items.length >= this.size;
  }

  add(item: string): void {
    this.items.push(item);
  }

  onPeek(): ItemReply {
    return this.reply(this.items[0]);
  }

  onPop(): ItemReply | Promise<ItemReply> {
    return this.reply(this.items.shift());
  }

  reply(item: string | undefined): ItemReply {
    return item === undefined ? {} : { item };
  }

  onSize(): SizeReply {
    return { count: this.items.length };
  }

  /** @param failed is told why it cannot listen */
  listen(port: number, failed: (why: string) => void): void {
    this.server.bindAsync(`0.0.0.0:${port}`, ServerCredentials.createInsecure(), (error) => {
      if (error) failed(error.message);
    });
  }

  /** Ends all connections; the process ends by itself. */
  stop(): void {
    this.server.forceShutdown();
  }
}

/**
 * The queue client: reads a command, calls, prints the answer, and reads the next. One method a decision.
 * A command that is typed before the last one was answered waits for its turn.
 */
import { createInterface } from "node:readline";
import { type Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { type ItemReply, type PutReply, Queue, type SizeReply } from "./proto.ts";

export class QueueClient {
  readonly stub: Client;

  constructor(address: string) {
    this.stub = new Queue(address, credentials.createInsecure());
  }

  async start(): Promise<void> {
    this.prompt();
    for await (const line of createInterface({ input: process.stdin })) {
      await this.onLine(line);
      this.prompt();
    }
    this.onEnd();
  }

  prompt(): void {
    process.stdout.write("> ");
  }

  async onLine(line: string): Promise<void> {
    const [command = "", ...words] = line.trim().split(/\s+/);
    try {
      if (command === "put") await this.onPut(words);
      else if (command === "peek") this.showItem(await this.call<ItemReply>("Peek"));
      else if (command === "pop") this.showItem(await this.call<ItemReply>("Pop"));
      else if (command === "size") this.showSize(await this.call<SizeReply>("Size"));
      else if (command === "") this.onNothing();
      else this.onUnknown(command);
    } catch (error) {
      this.onError(error as ServiceError);
    }
  }

  async onPut(words: readonly string[]): Promise<void> {
    const [item, ...more] = words;
    if (item === undefined) this.onMissing();
    else if (more.length > 0) this.onTooMany(words);
    else this.showPut(await this.call<PutReply>("Put", { item }));
  }

  onMissing(): void | Promise<void> {
    this.report("put needs an item: put ITEM");
  }

  onTooMany(_words: readonly string[]): void | Promise<void> {
    this.report("put takes one item, which has no spaces: put ITEM");
  }

  onUnknown(command: string): void {
    this.report(`unknown command ${command}: there are put ITEM, peek, pop and size`);
  }

  onNothing(): void {}

  call<Reply>(method: string, request: object = {}): Promise<Reply> {
    const { path, requestSerialize, responseDeserialize } = Queue.service[method]!;
    return new Promise((resolve, reject) => {
      this.stub.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, reply) => {
        if (error) reject(error);
        else resolve(reply as Reply);
      });
    });
  }

  showPut({ ok }: PutReply): void {
    this.report(ok ? "True" : "False");
  }

  showItem({ item }: ItemReply): void {
    this.report(item ?? this.emptyText());
  }

  emptyText(): string {
    return "Queue is empty";
  }

  showSize({ count }: SizeReply): void {
    this.report(String(count));
  }

  onError({ details }: ServiceError): void {
    this.report(`the server cannot be reached: ${details}`);
  }

  /** Nothing more is typed. */
  onEnd(): void {
    this.stop();
  }

  /** Ctrl+C. */
  stop(): void {
    this.report("Shutting down");
    this.exit(0);
  }

  exit(status: number): void {
    process.exit(status);
  }

  report(line: string): void {
    console.log(line);
  }
}

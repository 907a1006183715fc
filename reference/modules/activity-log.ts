/** The activity log: prints each event, from a queue of a RabbitMQ or from a file, as they come. */
import { createReadStream, existsSync, statSync, watchFile } from "node:fs";
import { Connection } from "rabbitmq-client";
import type { Event } from "./activity.ts";

/** How often the file is looked at, in ms. */
const INTERVAL = 100;

export class ActivityLog {
  /** How much of the file was read, in bytes. */
  #read = 0;
  #rest = "";

  /** An event leaves the queue when it was printed. */
  followQueue(url: string, queue: string): void {
    const connection = new Connection({ url, retryLow: 200, retryHigh: 1000 });
    connection.on("error", (error) => console.error(`broker: ${error.message}`));
    const consumer = connection.createConsumer({ queue, queueOptions: { durable: true } }, async ({ body }) =>
      this.onEvent(body),
    );
    consumer.on("error", (error) => console.error(`broker: ${error.message}`));
  }

  followFile(file: string): void {
    if (existsSync(file)) this.#readOn(file, statSync(file).size);
    this.watch(file);
  }

  watch(file: string): void {
    watchFile(file, { interval: INTERVAL }, ({ size }) => this.#readOn(file, size));
  }

  #readOn(file: string, size: number): void {
    if (size < this.#read) this.#read = 0;
    if (size === this.#read) return;
    const stream = createReadStream(file, { start: this.#read, end: size - 1, encoding: "utf8" });
    this.#read = size;
    stream.on("data", (text) => this.onText(String(text)));
  }

  onText(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.onLine(line);
  }

  /** What is no event is passed over. */
  onLine(line: string): void {
    try {
      this.onEvent(JSON.parse(line));
    } catch (error) {
      console.error(`no event: ${error}`);
    }
  }

  onEvent({ time, client, module, command, options }: Event): void {
    this.report(`${time} ${client} ${module} ${command} ${options}`.trimEnd());
  }

  report(line: string): void {
    console.log(line);
  }
}

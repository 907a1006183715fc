/**
 * Brings events to a durable queue of a RabbitMQ. Nobody waits for it: while the broker is away they stay in a
 * buffer, in order, and each leaves it only when the broker has confirmed that it has it (publisher confirms).
 */
import { Connection, type Publisher } from "rabbitmq-client";
import type { Activity, Event } from "./activity.ts";

/** How many events wait at most; those that come after them are lost. */
const CAPACITY = 10_000;
/** How many are on their way to the broker at the same time. */
const BATCH = 100;
/** How long until the broker is tried again, in ms. */
const PAUSE = 200;

export class ActivityQueue implements Activity {
  readonly queue: string;
  readonly connection: Connection;
  readonly publisher: Publisher;
  readonly waiting: Event[] = [];
  sending = false;

  constructor(url: string, queue: string) {
    this.queue = queue;
    this.connection = new Connection({ url, retryLow: PAUSE, retryHigh: PAUSE });
    this.connection.on("error", (error) => this.onError(error));
    this.publisher = this.connection.createPublisher({ confirm: true, queues: [{ queue, durable: true }] });
  }

  record(event: Event): void {
    if (this.waiting.length < this.capacity()) this.waiting.push(event);
    void this.send();
  }

  capacity(): number {
    return CAPACITY;
  }

  /** In their order; those that were not confirmed are sent again, with all that came after them. */
  async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, BATCH);
      try {
        await Promise.all(batch.map((event) => this.publish(event)));
        this.waiting.splice(0, batch.length);
      } catch {
        await this.onFailure();
      }
    }
    this.sending = false;
  }

  /** Resolves when the broker has it. */
  async publish(event: Event): Promise<void> {
    await this.publisher.send({ routingKey: this.queue, durable: true, contentType: "application/json" }, event);
  }

  /** It stays in the buffer, and is tried again. */
  async onFailure(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }

  onError(error: Error): void {
    console.error(`broker: ${error.message}`);
  }
}

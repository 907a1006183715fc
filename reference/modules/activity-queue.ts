/**
 * Brings events to a durable queue of a RabbitMQ. Nobody waits for it: while the broker is away they stay in a
 * buffer, in order, and each leaves it only when the broker has confirmed that it has it (publisher confirms).
 */
import { Connection, type Publisher } from "rabbitmq-client";
import type { Activity, Event } from "./activity.ts";

/** How many events wait at most; those that come after them are lost. */
const CAPACITY = 10_000;
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

  /** One after the other, so that their order stays. */
  async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    for (let event = this.waiting[0]; event !== undefined; event = this.waiting[0]) {
      try {
        await this.publish(event);
        this.waiting.shift();
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

/** The message broker of one scenario: a queue of its own on a real RabbitMQ, and the way there, which can be cut. */
import { randomUUID } from "node:crypto";
import type { Spec } from "../../language/spec.ts";
import { QueueEnd } from "./queue-end.ts";
import { rabbitmq } from "./rabbitmq.ts";
import { Way } from "./way.ts";

export class Broker implements AsyncDisposable {
  /** Our end of the queue. */
  readonly end: QueueEnd;
  /** What programs are told of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #way: Way;

  private constructor(end: QueueEnd, way: Way, queue: string) {
    this.end = end;
    this.#way = way;
    this.environment = { AMQP_URL: way.url, AMQP_QUEUE: queue };
  }

  /**
   * @param watched whether what comes into the queue is ours to take
   * @param changed is called whenever something has come
   * @returns why there is none, as a string
   */
  static async open(spec: Spec, watched: boolean, changed: () => void): Promise<Broker | string> {
    const url = await rabbitmq();
    if (typeof url === "string") return url;
    const queue = `wirecheck-${randomUUID()}`;
    const end = await QueueEnd.open(url, queue, spec, watched, changed);
    if (typeof end === "string") return end;
    const way = new Way(url, end.stir);
    await way.open();
    return new Broker(end, way, queue);
  }

  kill(): void {
    this.end.wasAway();
    this.#way.kill();
  }

  halt(): void {
    this.#way.halt();
  }

  goOn(): void {
    this.#way.goOn();
  }

  async startAgain(): Promise<void> {
    await this.#way.open();
    this.end.stir();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#way.kill();
    await this.end.end();
  }
}

/** Our end of a queue: what programs have published there, as messages of the handout, and what we publish for them. */
import { Socket } from "node:net";
import { Connection as Amqp, type Publisher, type SyncMessage } from "rabbitmq-client";
import { fromBytes, toBytes } from "../../language/bytes.ts";
import type { Spec } from "../../language/spec.ts";
import { Connection } from "../connection.ts";
import { jsonOf, textOf } from "../json.ts";
import { HELD_BACK } from "../quiet.ts";

/** How long after the last bytes to or from the broker something may still be in it, in ms. */
const IN_THE_BROKER = 300;
const PAUSE = 8;
/** Whoever does not answer for so long (ms) is no RabbitMQ; one that is about to start answers within it. */
const LONGEST_GREETING = 30_000;

export class QueueEnd extends Connection {
  readonly #amqp: Amqp;
  readonly #queue: string;
  readonly #spec: Spec;
  readonly #watched: boolean;
  readonly #changed: () => void;
  readonly #seen = new Set<string>();
  #busyUntil = 0;
  #looking: Promise<void> = Promise.resolve();
  #isLooking = false;
  #sending: Promise<void> = Promise.resolve();
  #publisher: Publisher | null = null;
  #isDurable: boolean | null = null;
  #wasAway = false;
  #ended = false;

  /** @param watched whether what comes into the queue is ours to take */
  private constructor(amqp: Amqp, queue: string, spec: Spec, watched: boolean, changed: () => void) {
    // No socket of ours leads there: the client of AMQP has its own.
    super(new Socket());
    this.#amqp = amqp;
    this.#queue = queue;
    this.#spec = spec;
    this.#watched = watched;
    this.#changed = changed;
  }

  /** @returns why it cannot be opened, as a string */
  static async open(
    url: URL,
    queue: string,
    spec: Spec,
    watched: boolean,
    changed: () => void,
  ): Promise<QueueEnd | string> {
    const amqp = new Amqp({ url: url.href, retryLow: 100, retryHigh: 500 });
    let trouble = "it does not answer";
    amqp.on("error", (error: Error) => {
      trouble = error.message;
    });
    try {
      await amqp.onConnect(LONGEST_GREETING, true);
    } catch {
      await amqp.close();
      return `there is no RabbitMQ at ${url.host}: ${trouble}`;
    }
    return new QueueEnd(amqp, queue, spec, watched, changed);
  }

  /** Something passes between the programs and the broker: more may come of it. */
  readonly stir = (): void => {
    this.#busyUntil = performance.now() + IN_THE_BROKER;
    this.unacknowledged = this.#busyUntil - HELD_BACK;
    if (!this.#watched || this.#isLooking) return;
    this.#isLooking = true;
    this.#looking = this.#look();
  };

  /** What was not confirmed before may come again. */
  wasAway(): void {
    this.#wasAway = true;
  }

  async #look(): Promise<void> {
    while (!this.#ended && performance.now() < this.#busyUntil) {
      try {
        const message = await this.#amqp.basicGet({ queue: this.#queue, noAck: true });
        if (message !== undefined) {
          await this.#arrived(message);
          // There may be more behind it.
          this.stir();
          continue;
        }
      } catch {
        // There is no such queue yet.
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    this.#isLooking = false;
  }

  async #arrived({ body, durable }: SyncMessage): Promise<void> {
    const json = Buffer.isBuffer(body) ? fromBytes(body) : typeof body === "string" ? body : JSON.stringify(body);
    if (this.#wasAway && this.#seen.has(json)) return;
    this.#seen.add(json);
    this.#isDurable ??= await this.#declared();
    const flaws = [
      ...(durable ? [] : ["not a persistent message"]),
      ...(this.#isDurable ? [] : ["in a queue that is not durable"]),
    ];
    this.messages.push(toBytes([textOf(json, this.#spec) ?? json, ...flaws].join(" — ")));
    this.#changed();
  }

  /** Declares the queue as it ought to be; RabbitMQ refuses that where it is another one. */
  async #declared(): Promise<boolean> {
    try {
      await this.#amqp.queueDeclare({ queue: this.#queue, durable: true });
      return true;
    } catch {
      return false;
    }
  }

  override send(message: Buffer): void {
    const text = fromBytes(message);
    this.#sending = this.#sending.then(() => this.#publish(jsonOf(text, this.#spec) ?? text));
    this.stir();
  }

  async #publish(json: string): Promise<void> {
    this.#publisher ??= this.#amqp.createPublisher({ confirm: true, queues: [{ queue: this.#queue, durable: true }] });
    const envelope = { routingKey: this.#queue, durable: true, contentType: "application/json" };
    await this.#publisher.send(envelope, Buffer.from(json));
    this.stir();
  }

  override get framed(): boolean {
    return true;
  }

  override get crlf(): boolean {
    return false;
  }

  override get rest(): Buffer {
    return EMPTY;
  }

  override take(): void {
    this.before.push(fromBytes(this.messages.shift()!));
  }

  override cut(): void {}

  override discard(): void {
    this.messages.length = 0;
  }

  /** Leaves nothing behind. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled([this.#looking, this.#sending]);
    await this.#publisher?.close();
    await this.#amqp.queueDelete({ queue: this.#queue });
    await this.#amqp.close();
  }
}

const EMPTY = Buffer.alloc(0);

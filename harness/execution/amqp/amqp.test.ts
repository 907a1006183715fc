/** What programs publish on a real RabbitMQ, where there is one. */
import { afterAll, describe, expect, test } from "vitest";
import { handoutOf, played, server } from "../small.test.support.ts";
import type { Ending } from "../transcript.ts";
import { endRabbitmq, noRabbitmq } from "./rabbitmq.ts";

afterAll(endRabbitmq);

const library = new URL(import.meta.resolve("rabbitmq-client")).pathname;

/** Publishes each line that it hears. */
function publisher(queue: string, envelope: string, body: string): string {
  const start = `const {Connection}=require('${library}');const {AMQP_URL:url,AMQP_QUEUE:queue}=process.env;const c=new Connection({url,retryLow:50,retryHigh:50});c.on('error',()=>{});const p=c.createPublisher({confirm:true,queues:[{queue,...${queue}}]});`;
  return server(`p.send({routingKey:queue,...${envelope}},${body}).catch(()=>{})`, start);
}

async function ending(diagram: string, program: string): Promise<Ending> {
  const [transcript] = await played(handoutOf(diagram), "server", { server: program });
  return transcript!.ending;
}

const BODY = "{text:line.slice(4),more:1}";
const ONE = "alice->>server: say hello\nserver->>broker: said hello";

const none = noRabbitmq();
if (none !== null) test.skip(`no message broker was watched: ${none}`, () => {});
else {
  describe.concurrent("what is published", () => {
    test.each<[string, string, object]>([
      ["as it ought to be", publisher("{durable:true}", "{durable:true}", BODY), { kind: "complete", evidence: 1 }],
      [
        "so that a restart would lose it",
        publisher("{durable:true}", "{}", BODY),
        { kind: "broken", row: 1, got: "said hello5q — not a persistent message" },
      ],
      [
        "in a queue that a restart would lose",
        publisher("{durable:false}", "{durable:true}", BODY),
        { kind: "broken", row: 1, got: "said hello5q — in a queue that is not durable" },
      ],
      [
        "in another form",
        publisher("{durable:true}", "{durable:true}", "line"),
        { kind: "broken", row: 1, got: "say hello5q" },
      ],
      ["never", server(""), { kind: "broken", row: 1, got: null, break: { kind: "nothing" } }],
    ])("%s", async (_, program, expected) => {
      expect(await ending(ONE, program)).toMatchObject(expected);
    });

    test("twice, is once too often", async () => {
      const program = publisher(
        "{durable:true}",
        "{durable:true}",
        `${BODY}).catch(()=>{});p.send({routingKey:queue},{text:'more'}`,
      );
      expect(await ending(ONE, program)).toMatchObject({ kind: "broken", row: null, break: { kind: "unexpected" } });
    });

    test("while the broker is away, comes when it is back", async () => {
      const diagram = `
        alice->>server: say hello
        server->>broker: said hello
        Note over broker: is killed
        alice->>server: say more
        Note over broker: starts again
        server->>broker: said more`;
      const program = publisher("{durable:true}", "{durable:true}", BODY);
      expect(await ending(diagram, program)).toMatchObject({ kind: "complete", evidence: 2 });
    });
  });
}

test("an address that is none is told", () => {
  const before = process.env["AMQP_URL"];
  process.env["AMQP_URL"] = "localhost:5672";
  expect(noRabbitmq()).toMatch(/must look like amqp:\/\//);
  if (before === undefined) delete process.env["AMQP_URL"];
  else process.env["AMQP_URL"] = before;
});

/** Programs that ask their user, on lines that they do not end. */
import { describe, expect, test } from "vitest";
import { client, handoutOf, played } from "./small.test.support.ts";
import type { Ending } from "./transcript.ts";

async function ending(diagram: string, program: string): Promise<Ending> {
  const [transcript] = await played(handoutOf(diagram), "client", { client: program });
  return transcript!.ending;
}

/** Asks again after each reply. */
function asking(prompt: string): string {
  return client("say('say '+line)", `console.log('got '+line.slice(5));process.stdout.write(${prompt})`);
}

describe.concurrent("a prompt", () => {
  const diagram = `
    Note over alice: types hello
    alice->>server: say hello
    server->>alice: said hello
    Note over alice: prints got hello
    Note over alice: prompts What now?
    Note over alice: types bye
    alice->>server: say bye
    server->>alice: said bye
    Note over alice: prints got bye
    Note over alice: prompts What now?`;

  test.each<[string, string, object]>([
    ["stands at the end of a line that is not ended", "'What now? '", { kind: "complete", evidence: 6 }],
    ["may stand behind another", "'Thanks. What now?'", { kind: "complete", evidence: 6 }],
    [
      "on a line of its own is none",
      "'What now?\\n'",
      { kind: "broken", row: 4, channel: "screen", got: "What now?\n", break: { kind: "differs", offset: 9 } },
    ],
    ["in other words is none", "'And now? '", { kind: "broken", row: 4, got: "And now? " }],
    ["that is not there is missed", "''", { kind: "broken", row: 4, got: null, break: { kind: "nothing" } }],
  ])("%s", async (_, prompt, expected) => {
    expect(await ending(diagram, asking(prompt))).toMatchObject(expected);
  });
});

test("whoever may say something first is started all the same", async () => {
  const diagram = `
    opt
      Note over alice: prints got up
    end
    Note over alice: types hello
    alice->>server: say hello`;
  expect(await ending(diagram, client("say('say '+line)", ""))).toMatchObject({ kind: "complete", evidence: 1 });
});

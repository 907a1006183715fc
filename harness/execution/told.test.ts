/** What is told of what came instead. */
import { describe, expect, test } from "vitest";
import { handoutOf, played, server } from "./small.test.support.ts";
import type { Transcript } from "./transcript.ts";

async function transcript(diagram: string, program: string): Promise<Transcript> {
  const [first] = await played(handoutOf(diagram), "server", { server: program });
  return first!;
}

describe.concurrent("what came instead", () => {
  test("is told with its first other byte, though anything was allowed", async () => {
    const diagram = `
      alice->>server: say hello
      Note over alice: hears anything
      server->>alice: said hello`;
    const { ending } = await transcript(diagram, server("say('said nonsense')"));
    expect(ending).toMatchObject({ got: "said nonsense", break: { kind: "differs", offset: 5 } });
  });

  test("is the line that looks like the one expected, and no beginning of it", async () => {
    const diagram = "alice->>server: say hello\nNote over server: prints heard hello";
    const program = server("console.log('hear '+line.slice(4));console.log('DEBUG 1')");
    const { ending } = await transcript(diagram, program);
    expect(ending).toMatchObject({ got: "hear hello5q", break: { kind: "differs", offset: 4 } });
  });

  test("is told where it came to somebody else", async () => {
    const diagram = `
      alice->>server: say one
      server->>alice: said one
      bob->>server: say two
      server->>bob: said two
      alice->>server: say three
      server->>alice: said three`;
    const wrong = "if(!all.includes(s))all.push(s);const to=line.startsWith('say three')?all[1]:s";
    const { ending } = await transcript(
      diagram,
      server(`${wrong};to.write('said '+line.slice(4)+'\\n')`, "const all=[];"),
    );
    expect(ending).toMatchObject({ row: 5, got: null, break: { kind: "nothing", elsewhere: "bob5q" } });
  });

  test("is the status that the program had", async () => {
    const diagram = "alice->>server: say hello\nserver->>alice: said hello\nNote over server: exits 0";
    const { ending } = await transcript(
      diagram,
      server("say('said '+line.slice(4));process.exitCode=3;setTimeout(process.exit,9)"),
    );
    expect(ending).toMatchObject({ got: "the program ends with status 3", break: { kind: "exited", status: 3 } });
  });
});

describe.concurrent("lines that the handout does not know", () => {
  const diagram = "alice->>server: say hello\nNote over server: prints heard hello\nserver->>alice: said hello";
  const answers = "console.log('heard '+line.slice(4));say('said '+line.slice(4))";

  test("are quoted in a note", async () => {
    const { notes } = await transcript(diagram, server(`console.log('DEBUG '+'x'.repeat(99));${answers}`));
    expect(notes).toEqual([expect.stringMatching(/does not know.*: DEBUG x{53}…$/)]);
  });

  test("are no lines that it does know", async () => {
    const known = await transcript(diagram, server(`${answers};console.log('')`));
    expect(known.notes).toEqual([]);
  });

  test("may be many", { timeout: 20_000 }, async () => {
    const noisy = server(`for(let i=0;i<3000;i++)require('fs').writeSync(1,'DEBUG '+i+' '+line+'\\n');${answers}`);
    const { ending, durationMs } = await transcript(diagram, noisy);
    expect(ending).toMatchObject({ kind: "complete" });
    expect(durationMs).toBeLessThan(10_000);
  });
});

describe.concurrent("the step that is named", () => {
  const one = (who: string, text: string): string =>
    `${who}->>server: say ${text}\nNote over server: prints heard ${text}\nserver->>hub: said ${text}\n`;
  const diagram = `hub->>server: say hub\nserver->>hub: said hub\npar\n${one("alice", "one")}and\n${one("bob", "two")}end`;
  const torn = `
    if(line.startsWith('say hub'))hub=s;else heard.push(line.slice(4));
    hub.write('said '+line.slice(4)+'\\n');
    if(heard.length===2){heard.sort();process.stdout.write('PRINTED')}`;

  test.each([
    ["is one that is stuck, where its line is glued to another", "heard '+heard.join('heard ')+'\\n\\n", "heard one5q"],
    ["is no later one that another is in the way of", "heard '+heard[1]+'\\n", "heard one5q"],
  ])("%s", async (_, printed, expected) => {
    const { ending } = await transcript(diagram, server(torn.replace("PRINTED", printed), "let hub;const heard=[];"));
    expect(ending).toMatchObject({ kind: "broken", row: 3, channel: "screen", expected });
  });
});

/** What is said of small programs, right and wrong in one way each. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { client, handoutOf, played, script, server } from "./small.test.support.ts";
import type { Ending } from "./transcript.ts";

const RIGHT = "if(line.startsWith('say '))say('said '+line.slice(4))";

const ECHO = `
  alice->>server: say hello
  server->>alice: said hello
  alice->>server: say goodbye
  server->>alice: said goodbye`;

async function ending(diagram: string, program: string, front?: string): Promise<Ending> {
  const [transcript] = await played(handoutOf(diagram, front), "server", { server: program });
  return transcript!.ending;
}

describe.concurrent("a server", () => {
  test.each<[string, string, object]>([
    ["that is right", server(RIGHT), { kind: "complete", evidence: 2 }],
    [
      "that says something else",
      server("say('said nonsense')"),
      { kind: "broken", row: 1, got: "said nonsense", break: { kind: "differs", offset: 5 } },
    ],
    [
      "that says nothing",
      server(""),
      { kind: "broken", row: 1, got: null, break: { kind: "nothing", silence: "waiting" } },
    ],
    [
      "that sends half a line",
      server("s.write('said hel')"),
      { kind: "broken", row: 1, got: "said hel", break: { kind: "incomplete", silence: "waiting" } },
    ],
    ["that closes", server("s.end()"), { kind: "broken", row: 1, break: { kind: "closed", how: "FIN" } }],
    ["that resets", server("s.resetAndDestroy()"), { kind: "broken", row: 1, break: { kind: "closed", how: "RST" } }],
    ["that dies", server("process.exit(7)"), { kind: "broken", row: 1, break: { kind: "closed" } }],
    ["that says it twice", server(`${RIGHT};${RIGHT}`), { kind: "broken", row: 3, break: { kind: "differs" } }],
    [
      "that adds something at the end",
      server(`${RIGHT};if(line.includes('goodbye'))say('sorry')`),
      { kind: "broken", row: null, got: "sorry", break: { kind: "unexpected" } },
    ],
    ["that is slow", server("setTimeout(()=>say('said '+line.slice(4)),300)"), { kind: "complete" }],
    [
      "that computes before it answers",
      server("for(const t=Date.now();Date.now()-t<250;);say('said '+line.slice(4))"),
      { kind: "complete" },
    ],
    ["that ends its lines with CR LF", server("say('said '+line.slice(4)+'\\r')"), { kind: "complete" }],
    ["that answers in pieces", server("for(const c of 'said '+line.slice(4)+'\\n')s.write(c)"), { kind: "complete" }],
    [
      "that does not start",
      script("process.exit(3)"),
      { kind: "not-started", why: "it ended before it listened, with status 3" },
    ],
    ["that does not listen", script("process.stdin.resume()"), { kind: "not-started" }],
  ])("%s", async (_, program, expected) => {
    expect(await ending(ECHO, program)).toMatchObject(expected);
  });

  test("is known to be silent, though it wakes up by itself all the time", async () => {
    const restless = `setInterval(()=>{},30);${RIGHT}`;
    expect(
      await ending(
        "alice->>server: say hello\nserver->>alice: said hello\nNote over alice: hears nothing",
        server(restless),
      ),
    ).toMatchObject({ kind: "complete" });
  });

  test("is asked by a fence whether something was on its way", async () => {
    const late = `setInterval(()=>{},30);if(line==='say fence')say('sorry');else{${RIGHT};setTimeout(()=>say('said more'),90)}`;
    const diagram = "alice->>server: say hello\nserver->>alice: said hello\nNote over alice: hears nothing";
    const front = "framing: line\nfence: { ask: say fence, reply: sorry }";
    expect(await ending(diagram, server(late), front)).toMatchObject({ kind: "broken", got: "said more" });
  });

  test("may take any branch of an alt, but wholly", async () => {
    const diagram = `
      alice->>server: say hello
      alt it likes it
        server->>alice: said hello
        server->>alice: said again
      else
        server->>alice: sorry
      end
      alice->>server: say goodbye
      server->>alice: said goodbye`;
    const polite = "if(line==='say hello5q'){say('said hello5q');say('said again5q')}else ";
    expect(await ending(diagram, server(polite + RIGHT))).toMatchObject({ kind: "complete", evidence: 3 });
    expect(await ending(diagram, server(`if(line==='say hello5q')say('sorry');else ${RIGHT}`))).toMatchObject({
      kind: "complete",
      evidence: 2,
    });
    expect(await ending(diagram, server(RIGHT))).toMatchObject({ kind: "broken", row: 2 });
  });

  test("is heard in any order where things happen at the same time", async () => {
    const diagram = `
      par
        alice->>server: say one
        server->>alice: said one
      and
        bob->>server: say two
        server->>bob: said two
      and
        server->>{somebody}: sorry
      end`;
    const once = "if(!globalThis.done){globalThis.done=1;say('sorry')}";
    expect(await ending(diagram, server(`${RIGHT};${once}`))).toMatchObject({ kind: "complete", evidence: 3 });
    expect(await ending(diagram, server(`${once};${RIGHT}`))).toMatchObject({ kind: "complete", evidence: 3 });
    expect(await ending(diagram, server(RIGHT))).toMatchObject({ kind: "broken", break: { kind: "nothing" } });
  });

  test("leaves nothing running, whatever it has started", async () => {
    const mark = `wirecheck-orphan-${process.pid}-${Math.random()}`;
    const stubborn = `process.on("SIGINT",()=>{});setInterval(()=>{},1000)`;
    const orphan = `require('child_process').spawn(process.execPath,['-e','${stubborn}','${mark}'],{stdio:'inherit'});`;
    expect(await ending(ECHO, server(RIGHT, orphan))).toMatchObject({ kind: "complete" });
    const running = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(mark));
    expect(running).toEqual([]);
  });
});

describe.concurrent("a client", () => {
  const diagram = `
    Note over alice: types hello
    alice->>server: say hello
    server->>alice: said hello
    Note over alice: prints got hello
    server-xalice: closes
    Note over alice: exits 0`;

  test.each<[string, string, object]>([
    [
      "that is right",
      client("say('say '+line)", "console.log('got '+line.slice(5))"),
      { kind: "complete", evidence: 3 },
    ],
    [
      "that words a line in an accepted way",
      client("say('say '+line)", "console.log('received '+line.slice(5))"),
      { kind: "complete" },
    ],
    [
      "that prints a prompt on the same line",
      client("process.stdout.write('> ');say('say '+line)", "console.log('got '+line.slice(5))"),
      { kind: "complete" },
    ],
    [
      "that prints for itself too",
      client("say('say '+line)", "console.log('debug');console.log('got '+line.slice(5))"),
      { kind: "complete" },
    ],
    [
      "that sends something else",
      client("say(line)", ""),
      { kind: "broken", row: 1, got: "hello5q", break: { kind: "differs", offset: 0 } },
    ],
    [
      "that prints something else",
      client("say('say '+line)", "console.log('got nothing')"),
      { kind: "broken", row: 3, got: "got nothing" },
    ],
    [
      "that stays",
      client(
        "say('say '+line)",
        "console.log('got '+line.slice(5));s.removeAllListeners('close');setInterval(()=>{},5000)",
      ),
      { kind: "broken", row: 5, channel: "program" },
    ],
  ])("%s", async (_, program, expected) => {
    const [transcript] = await played(handoutOf(diagram), "client", { client: program });
    expect(transcript!.ending).toMatchObject(expected);
  });
});

test("a pair may speak a wire of its own", async () => {
  const diagram = `
    Note over alice: types hello
    alice->>server: say hello
    Note over server: prints heard hello
    server->>alice: said hello
    Note over alice: prints got hello`;
  const programs = {
    server: server("console.log('heard '+line.slice(1));say('!'+line.slice(1))"),
    client: client("say('?'+line)", "console.log('got '+line.slice(1))"),
  };
  const [transcript] = await played(handoutOf(diagram), "pair", programs);
  expect(transcript!.ending).toMatchObject({ kind: "complete", evidence: 2 });
});

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}

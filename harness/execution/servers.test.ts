/** Several servers in one diagram, and servers that are killed, hang, and start again. */
import { describe, expect, test } from "vitest";
import { handoutOf, played, script, server } from "./small.test.support.ts";
import type { Ending } from "./transcript.ts";

/** Says how often it has been started in its folder. */
const COUNTS = server(
  "say('said '+starts)",
  "const fs=require('fs');const starts=(fs.existsSync('starts')?+fs.readFileSync('starts','utf8'):0)+1;fs.writeFileSync('starts',String(starts));",
);

/** Sends what is typed to each of its servers, on a connection of its own, and prints what each says. */
const ASKS = `${script(`const servers=port.split(',');
process.stdin.on('data',typed=>{for(const each of servers){const [host,to]=each.split(':');
const s=net.connect(+to,host,()=>s.write('say '+typed));
s.on('error',()=>console.log('got 0 '+each));
s.on('data',d=>console.log('got '+each+' '+String(d).trim().slice(5)))}})`)} {servers}`;

/** Listens on the first port of its list that is free; says its number. */
const LISTS = `${script(`const next=([first,...others])=>{if(!first)process.exit(1);
const s=net.createServer(c=>c.on('error',()=>{}).on('data',()=>c.write('said '+first+'\\n')));
s.on('error',()=>next(others));s.listen(+first,'127.0.0.1',()=>console.log('heard '+first))};next(port.split(','))`)} {ports}`;

async function ending(role: "server" | "client" | "pair", diagram: string, programs: object): Promise<Ending> {
  const [transcript] = await played(handoutOf(diagram), role, programs);
  return transcript!.ending;
}

describe.concurrent("a server", () => {
  const again = (how: string): string => `
    alice->>server: say hello
    server->>alice: said 1
    ${how}
    Note over server: starts again
    bob->>server: say hello
    server->>bob: said 2`;

  test.each(["Note over server: is killed", "Note over alice: hears anything\nNote over server: presses Ctrl+C"])(
    "starts again in its folder after: %s",
    async (how) => {
      expect(await ending("server", again(how), { server: COUNTS })).toMatchObject({ kind: "complete", evidence: 2 });
    },
  );

  test("that does not come up again has failed", async () => {
    const once = server(
      "say('said 1')",
      "const fs=require('fs');if(fs.existsSync('started'))process.exit(3);fs.writeFileSync('started','');",
    );
    expect(await ending("server", again("Note over server: is killed"), { server: once })).toMatchObject({
      kind: "broken",
      row: 3,
      channel: "program",
      break: { kind: "exited", status: 3 },
    });
  });

  test("takes the first free port of its list", async () => {
    const diagram = `
      Note over server1: prints heard {port1}
      alice->>server1: say hello
      server1->>alice: said {port1}
      Note over server2: starts with ports="{port1},{port2}"
      Note over server2: prints heard {port2}
      bob->>server2: say hello
      server2->>bob: said {port2}
      Note over server3: starts with ports="{port1}"
      Note over server3: exits 1`;
    expect(await ending("server", diagram, { server: LISTS })).toMatchObject({ kind: "complete", evidence: 5 });
  });
});

describe.concurrent("a client", () => {
  const both = `
    Note over alice: types hello
    par
      alice->>server1: say hello
      server1->>alice: said one
      Note over alice: prints got {server1} one
    and
      alice->>server2: say hello
      server2->>alice: said two
      Note over alice: prints got {server2} two
    end`;

  test("is told where all its servers are", async () => {
    expect(await ending("client", both, { client: ASKS })).toMatchObject({ kind: "complete", evidence: 4 });
  });

  test("that asks one of them only has failed", async () => {
    const client = ASKS.replace("{servers}", "{server1}");
    expect(await ending("client", both, { client })).toMatchObject({ kind: "broken", break: { kind: "nothing" } });
  });

  test("may be given others", async () => {
    const diagram = `
      Note over alice: starts with servers="{server2}"
      Note over server1: is killed
      Note over alice: types hello
      alice->>server2: say hello
      server2->>alice: said two
      Note over alice: prints got {server2} two`;
    expect(await ending("client", diagram, { client: ASKS })).toMatchObject({ kind: "complete", evidence: 2 });
  });

  test("finds nobody where a server was killed, and somebody where it started again", async () => {
    const diagram = `
      Note over server: is killed
      Note over alice: types hello
      Note over alice: prints got 0 {server}
      Note over server: starts again
      Note over alice: types hello
      alice->>server: say hello
      server->>alice: said {answertext}
      Note over alice: prints got {server} {answertext}`;
    expect(await ending("client", diagram, { client: ASKS })).toMatchObject({ kind: "complete", evidence: 3 });
    const programs = { client: ASKS, server: server("say('said '+line.slice(4))") };
    expect(await ending("pair", diagram, programs)).toMatchObject({ kind: "complete", evidence: 2 });
  });
});

test("a server that hangs answers when it goes on", async () => {
  const diagram = `
    Note over server1: hangs
    Note over alice: types hello
    Note over alice: prints got {server2} hello
    Note over server1: goes on
    Note over alice: prints got {server1} hello
    alice->>server2: say hello`;
  const programs = { client: ASKS, server: server("say('said '+line.slice(4))") };
  expect(await ending("pair", diagram, programs)).toMatchObject({ kind: "complete", evidence: 2 });
});

import { describe, expect, it } from "vitest";
import { assemble } from "../verdict/assemble.ts";
import type { Judged } from "../verdict/report.ts";
import { arrivedTwice, rule, run, spec, transcript } from "../verdict/sample.test.data.ts";
import { text } from "./text.ts";

const target = { server: "python3 server.py -p {port}", client: null, connect: null };
const options = { colour: false, width: 84 };

function judged(): Judged {
  const rules = [
    rule("CHAT-JOIN-1", { section: "Joining", title: "A client joins" }),
    rule("CHAT-MSG-3", { points: 2 }),
    rule("CHAT-MSG-10", { level: "SHOULD", title: "Sixteen kibibytes arrive whole" }),
  ];
  const transcripts = [
    transcript({ rule: "CHAT-JOIN-1", notes: ["server printed lines of its own: “debug\x1b[31m”"] }),
    transcript({ rule: "CHAT-JOIN-1", role: "client", under: ["bob"] }),
    arrivedTwice,
    transcript({ role: "client" }),
    transcript({ rule: "CHAT-MSG-10", ending: { kind: "complete", evidence: 0 } }),
  ];
  return assemble(spec(rules), target, 7, transcripts, 1234, ({ rule }) => `wirecheck replay ${rule}.md`);
}

function blocked(count: number): Judged {
  const ids = Array.from({ length: count }, (_, index) => `CHAT-MSG-${index}`);
  const error = 'Traceback (most recent call last):\n  File "s.py", line 3, in <module>\nImportError: x\x1b\n';
  const ending = (port: number) =>
    ({ kind: "not-started", who: "server", why: `it never listened on port ${port}` }) as const;
  const transcripts = ids.map((rule, index) =>
    transcript({ rule, rows: [], ending: ending(5000 + index), runs: [run(error)] }),
  );
  return assemble(
    spec(ids.map((id) => rule(id, { title: "x" }))),
    target,
    7,
    transcripts,
    1234,
    () => "wirecheck test",
  );
}

describe("text", () => {
  it("tells one line a rule, and all about what failed", () => {
    expect(`\n${text([judged()], options)}`).toBe(`
Chat
  server  python3 server.py -p {port}
  seed    7

Joining
  ✓ CHAT-JOIN-1  A client joins                                 server, client

Messages
  ✗ CHAT-MSG-3   A recipient named twice gets the message once  server ✗, client ✓
  – CHAT-MSG-10  Sixteen kibibytes arrive whole

✗ CHAT-MSG-3 A recipient named twice gets the message once
  The server MUST send the message once to each user named.

  named twice · server under test · step 8 · spec/chat/README.md:50:3
       alice7q  server   bob3x
    1     ├───────▶│       │    join alice7q
    2     │        ●       │    prints join: alice7q
    3     │        │◀──────┤    join bob3x
    4     │        ●       │    prints join: bob3x
    5     ├───────▶│       │    send_message 2 bob3x bob3x hi
    6     │        ●       │    prints msg: alice7q
    7     │        ├──────▶│    forward_message 1 alice7q hi
  ✗ 8     │        │       ●    hears nothing

  this came although nothing should
  expected  (nothing)
       got  forward_message 1 alice7q hi

  likely cause: it arrived twice: are recipients named twice served once?

  play it again:  wirecheck replay CHAT-MSG-3.md

  by hand, in python3 (PORT is where your server listens):
    | import socket, time
    | alice7q = socket.create_connection(("127.0.0.1", PORT), timeout=5)
    | alice7q.sendall(b"join alice7q"); time.sleep(0.3)
    | bob3x = socket.create_connection(("127.0.0.1", PORT), timeout=5)
    | bob3x.sendall(b"join bob3x"); time.sleep(0.3)
    | alice7q.sendall(b"send_message 2 bob3x bob3x hi"); time.sleep(0.3)
    | print("bob3x:", bob3x.recv(65536))
    | print("bob3x:", bob3x.recv(65536))

notes
  - server printed lines of its own: “debug\\x1b[31m”

1 of 3 points in 1.2 s: 1 passed, 1 failed, 1 not applicable
`);
  });

  it("says once what blocks many rules", () => {
    const lines = text([blocked(3)], options).split("\n");
    expect(`\n${lines.slice(lines.indexOf("⊘ 3 rules are blocked alike")).join("\n")}`).toBe(`
⊘ 3 rules are blocked alike
  CHAT-MSG-0, CHAT-MSG-1, CHAT-MSG-2

  named twice · server under test · spec/chat/README.md:40:3
  it never listened on port 5000

  server printed on stderr:
    | Traceback (most recent call last):
    |   File "s.py", line 3, in <module>
    | ImportError: x\\x1b

  likely cause: the program's own error: s.py, line 3: ImportError: x\\x1b

  play it again:  wirecheck test

0 of 3 points in 1.2 s: 3 blocked
`);
  });

  it("shows two scenarios of a rule, and names the others", () => {
    const names = ["one", "two", "three", "four", "four"];
    const transcripts = names.map((scenario) => ({ ...arrivedTwice, scenario, number: names.indexOf(scenario) }));
    const report = assemble(spec([rule("CHAT-MSG-3")]), target, 7, transcripts, 1, () => "r");
    expect(text([report], options)).toContain("\n\n  … and 2 more: three (server), four (server)\n");
    expect(text([report], options).match(/under test/g)).toHaveLength(2);
    expect(text([report], { ...options, verbose: true }).match(/under test/g)).toHaveLength(4);
  });

  it("says that nothing was judged", () => {
    const report = assemble(spec([rule("CHAT-MSG-3")]), target, 7, [], 1, () => "r");
    expect(text([report], options)).toMatch(/\nnothing was judged: no rule applies to what was run\n$/);
  });

  it("sums several handouts up", () => {
    const all = text([judged(), blocked(3)], options);
    expect(all).toMatch(/\nall 2: 1 of 6 points in 2\.5 s: 1 passed, 1 failed, 3 blocked, 1 not applicable\n$/);
  });

  it("is the same in colours", () => {
    const coloured = text([judged()], { ...options, colour: true });
    expect(coloured).toContain("\x1b[32m✓\x1b[39m");
    expect(coloured.replace(/\x1b\[\d+m/g, "")).toBe(text([judged()], options));
  });
});

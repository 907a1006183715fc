import { describe, expect, it } from "vitest";
import type { Ending, Transcript } from "../execution/transcript.ts";
import { cause } from "./cause.ts";
import { arrow, note, run, transcript } from "./sample.test.data.ts";

type Broken = Extract<Ending, { kind: "broken" }>;

function broken(more: Partial<Broken>, whole: Partial<Transcript> = {}): Transcript {
  const ending: Broken = {
    kind: "broken",
    row: 6,
    who: "bob3x",
    channel: "connection",
    expected: "",
    got: null,
    break: { kind: "differs", offset: 0 },
    before: [],
  };
  return transcript({ ...whole, ending: { ...ending, ...more } });
}

const python = `Traceback (most recent call last):
  File "/home/s/server.py", line 12, in <module>
    main()
  File "/home/s/server.py", line 40, in main
KeyError: 'bob'
`;
const node = `/home/s/server.js:3
    throw new TypeError("x");
TypeError: x is not a function
    at Object.<anonymous> (/home/s/server.js:3:9)
    at Module._compile (node:internal/modules/cjs/loader:1554:14)

Node.js v20.20.2
`;
const java = `Exception in thread "main" java.lang.NullPointerException: no name
\tat Server.main(Server.java:12)
`;
const interrupted = `Traceback (most recent call last):
  File "server.py", line 1, in <module>
KeyboardInterrupt
`;
const nothing = { kind: "nothing", silence: "waiting" } as const;
const incomplete = { kind: "incomplete", silence: "waiting" } as const;
const noise = Array.from({ length: 3000 }, (_, index) => String.fromCharCode(97 + ((index * index) % 25))).join("");

const wordings: readonly (readonly [expected: string, got: string, cause: string | null])[] = [
  ["list: alice bob", "list: bob alice", "same words, other order: is the list sorted?"],
  [
    "msg: alice: a  b",
    "msg: alice: a b",
    "runs of spaces were collapsed: is the text split into words and joined again?",
  ],
  ["a b", "a  b", "same words, other white space between, before or after them"],
  ["OK bob", "ok bob", "same letters, but capitals and small letters differ"],
  ["hi", "hi\n", "a newline too many at the end: is the received text stripped before it is used?"],
  ["hi", "hi\r", "a carriage return follows the text: are lines ended with \\r\\n, or is what was read not stripped?"],
  ["hi", "hi\0\0\0", "zero bytes follow the text: is a whole buffer sent, and not only what is in it?"],
  ["hi", "\nhi", "a newline comes first: was it sent after the message before?"],
  ["msg: hi", "msg: b'hi'", "bytes were turned into text as b'…': is decode() called on what was received?"],
  ["forward 1 bob hi", "forward bob hi", "a number is missing: does the count of the names stand before them?"],
  ["é!", "Ã©!", "letters beyond ASCII were garbled: are bytes decoded and encoded as UTF-8, and only when whole?"],
  ["a\udcffb", "a\ufffdb", "bytes that are no UTF-8 were changed: is binary content decoded as text?"],
  ["one", "two", null],
];

const others: readonly (readonly [name: string, transcript: Transcript, cause: string | null])[] = [
  [
    "twice",
    broken({ got: "hi", before: ["hi"], expected: "ho" }),
    "it arrived twice: are recipients named twice served once?",
  ],
  ["printed twice", broken({ channel: "screen", got: "hi", before: ["hi"], expected: "ho" }), "it was printed twice"],
  ["the same is due twice", broken({ got: "hi", before: ["hi"], expected: "hi" }), null],
  [
    "cut",
    broken({ expected: "hi", got: "h" }, { delivery: "before its end" }),
    "the message came in two pieces: is what `recv` returns collected until the message is whole?",
  ],
  [
    "late",
    broken({ channel: "screen", expected: "join: a", break: nothing, late: "x\njoin: a\n" }),
    "it was printed only when the program ended: is stdout flushed after each line?",
  ],
  [
    "cut",
    broken({ expected: noise, got: noise.slice(0, 1024), break: incomplete }),
    "cut after 1024 bytes: does one recv get it all?",
  ],
  [
    "cut before",
    broken(
      {
        expected: `forward_message 1 alice ${noise}`,
        got: `forward_message 1 alice ${noise.slice(0, 2030)}`,
        break: incomplete,
      },
      { rows: [arrow("alice", "server", `send_message 1 bob${noise}`, "done")] },
    ),
    "cut after 2048 bytes: does one recv get it all?",
  ],
  [
    "short",
    broken({ expected: noise, got: noise.slice(0, 777), break: incomplete }),
    "only 777 of 3000 bytes: is everything read (recv in a loop) and sent (sendall)?",
  ],
  [
    "an error behind a wrong answer",
    broken({ expected: "OK bob", got: "ok bob" }, { runs: [run(python)] }),
    "the program's own error: server.py, line 40: KeyError: 'bob'",
  ],
  [
    "a line that is no variant of the one expected",
    broken({ channel: "screen", expected: "join: a", got: "DEBUG 3 handling b'join a' from None" }),
    null,
  ],
  ["a line that is one", broken({ channel: "screen", expected: "join: a", got: "join: b'a'" }), wordings[8]![2]],
  [
    "lines glued together",
    broken(
      { channel: "screen", expected: "msg: a", got: "msg: amsg: b" },
      { rows: [note("server", "prints msg: a", "broken"), note("server", "prints msg: b", "open")] },
    ),
    "two threads print at the same time: print under a lock, or write the line and its newline at once",
  ],
  [
    "python",
    broken({ break: nothing }, { runs: [run(python)] }),
    "the program's own error: server.py, line 40: KeyError: 'bob'",
  ],
  [
    "node",
    broken({ break: nothing }, { runs: [run(node)] }),
    "the program's own error: TypeError: x is not a function",
  ],
  [
    "java",
    broken({ break: nothing }, { runs: [run(java)] }),
    `the program's own error: Exception in thread "main" java.lang.NullPointerException: no name`,
  ],
  ["our own interrupt", broken({ break: nothing }, { runs: [run(interrupted)] }), null],
  [
    "port",
    transcript({
      ending: { kind: "not-started", who: "server", why: "it ended" },
      runs: [run("OSError: [Errno 98] Address already in use")],
    }),
    "the port was in use: is SO_REUSEADDR set before bind, and is the port the one that was given?",
  ],
  [
    "no file",
    transcript({
      ending: { kind: "not-started", who: "server", why: "it ended" },
      runs: [run("python3: can't open file '/x/s.py': [Errno 2] No such file or directory\n")],
    }),
    "the program's own error: python3: can't open file '/x/s.py': [Errno 2] No such file or directory",
  ],
  ["passed", transcript(), null],
];

describe("cause", () => {
  it.each(wordings)("%j, got %j: %s", (expected, got, says) => {
    expect(cause(broken({ expected, got }))).toBe(says);
  });

  it.each(others)("%s", (_, given, says) => {
    expect(cause(given)).toBe(says);
  });

  it("asks for no loop where nothing tells the end of a message", () => {
    const short = broken({ expected: noise, got: noise.slice(0, 777), break: incomplete });
    expect(cause(short, { client: "none", server: "none" })).toBe(
      "only 777 of 3000 bytes: is the buffer large enough, and everything sent (sendall)?",
    );
  });
});

it("tells what to say of a service of one's own", () => {
  const found = cause(broken({ expected: "true", got: "error UNIMPLEMENTED" }));
  expect(found).toMatch(/no such call.*`--proto FILE`.*`--proto reflection`/);
  expect(cause(broken({ expected: "true", got: "error NOT_FOUND" })) ?? "").not.toMatch(/--proto/);
});

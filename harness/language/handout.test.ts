import { expect, test } from "vitest";
import { checkSpec } from "./check.ts";
import { parseHandout } from "./handout.ts";
import { printText } from "./quote.ts";
import type { Problem, Spec } from "./spec.ts";

const page = `---
protocol: chat
title: Chat
params: { max: 10 }
framing: { client: none, server: line }
server: { args: "-p {port} -m {max}" }
client: { args: "-u {name} -p {port}", sends: [join] }
fence: { ask: list, reply: "users {names...}", prints: "list: {username}", after: join }
---

# Chat

## Messages

| Message | From | Format |
|---|---|---|
| join | client | \`join {username}\` |
| list | client | \`list\` |
| users | server | \`users {names...}\` |
| either | server | \`a\\|b {text}\` |

## Console

| Who | Does | Line |
|---|---|---|
| server | prints | \`join: {username}\` or \`joined: {username}\` |

## Joining

### CHAT-JOIN-1 A user joins (2 points)

Users come. The server in \`a. B\` MUST say so. It SHOULD be quick.

\`\`\`mermaid
sequenceDiagram
  Note over alice: joined
  alice->>server: list
  server->>alice: users 1 alice
\`\`\`

#### By the way

\`\`\`mermaid
sequenceDiagram
  title Twice
  loop user in user1..user{max}
    Note over user: joined
  end
\`\`\`

## Fragments

### joined

\`\`\`mermaid
sequenceDiagram
  alice->>server: join alice
  Note over server: prints join: alice
\`\`\`
`;

function told(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ line, column, severity, message }) =>
      `${line}:${column}: ${severity === "warning" ? "warning: " : ""}${message}`,
  );
}

/** The problems of the page above with one part of it written otherwise. */
function problemsWith(part: string | RegExp, otherwise: string): string[] {
  expect(page.search(part)).not.toBe(-1);
  const { spec, problems } = parseHandout(
    page.replace(part, () => otherwise),
    "chat.md",
  );
  return told([...problems, ...(spec ? checkSpec(spec) : [])]);
}

test("a page is read", () => {
  const { spec, problems } = parseHandout(page, "chat.md");
  expect(problems).toEqual([]);
  const { rules, messages, console, fragments, fence, ...settings } = spec as Spec;
  expect(settings).toEqual({
    file: "chat.md",
    protocol: "chat",
    title: "Chat",
    params: { max: "10" },
    transport: "tcp",
    proto: null,
    framing: { client: "none", server: "line" },
    server: { args: "-p {port} -m {max}", sends: [], serves: "one" },
    client: { args: "-u {name} -p {port}", sends: ["join"] },
    programs: {},
    stream: null,
    wire: "fixed",
    case: "exact",
  });
  expect(messages.map(({ name, sender, format }) => `${name} ${sender} ${printText(format)}`)).toEqual([
    "join client join {username}",
    "list client list",
    "users server users {names...}",
    "either server a|b {text}",
  ]);
  expect(console[0]?.formats.map(printText)).toEqual(["join: {username}", "joined: {username}"]);
  expect([...fragments.keys()]).toEqual(["joined"]);
  expect(fence).toMatchObject({ ask: [{ text: "list" }], after: "join" });
  expect(rules).toMatchObject([
    {
      id: "CHAT-JOIN-1",
      title: "A user joins",
      section: "Joining",
      sentence: "The server in `a. B` MUST say so.",
      level: "MUST",
      subject: "server",
      points: 2,
      scenarios: [{ name: "A user joins", steps: [{}, {}, {}] }, { name: "Twice" }],
      place: { line: 30, column: 1 },
    },
  ]);
  expect(rules[0]?.scenarios[0]?.steps[1]?.place).toEqual({ file: "chat.md", line: 37, column: 3 });
  expect(checkSpec(spec as Spec)).toEqual([]);
});

test("line ends of other systems are read alike", () => {
  const { spec, problems } = parseHandout(page.replaceAll("\n", "\r\n"), "chat.md");
  expect(problems).toEqual([]);
  expect(spec).toEqual(parseHandout(page, "chat.md").spec);
});

test.each<[string, string | RegExp, string, ...string[]]>([
  ["an unknown key", "framing:", "framming:", "5:1: unknown key `framming`: did you mean `framing`?"],
  [
    "an unknown framing",
    "server: line",
    "server: lines",
    "5:34: unknown server `lines`: expected none, line, length or header-64",
  ],
  ["a wrong type", "{ max: 10 }", "10", "4:9: expected a map (`{ … }`)"],
  [
    "bad YAML",
    "{ max: 10 }",
    "{ max: 10",
    "5:1: bad YAML: Flow map in block collection must be sufficiently indented and end with a }",
  ],
  [
    "a parameter of ours",
    "max: 10",
    "max: 10, port: 1",
    "4:20: `port` is filled in by wirecheck: call the parameter otherwise",
  ],
  ["no protocol", "protocol: chat\n", "", "1:1: the front matter has no `protocol`"],
  ["no front matter", /^---\n[\s\S]*?---\n/, "", "1:1: expected front matter between two lines of `---`"],
  ["a fence without a reply", /reply: "[^"]*", /, "", "8:1: the fence has no `reply`"],
  ["an unknown role", "| list | client", "| list | clint", "18:10: unknown *From* `clint`: did you mean `client`?"],
  ["a format without backticks", "`list` |", "list |", "18:19: expected a format in backticks in the column *Format*"],
  [
    "a bad format",
    "`join {username}` |",
    "`join {user name}` |",
    '17:25: `{user name}` is no hole: expected {name}, {names...}, {names*} or {text of 16 KiB}, or "\\{" for a brace',
  ],
  ["a hole twice", "users {names...}` |", "users {a} {a}` |", "19:21: bad format: the hole {a} stands twice"],
  [
    "a rest in the middle",
    "users {names...}` |",
    "users {text} {a}` |",
    "19:21: bad format: a hole that takes everything up to the end must be the last",
  ],
  [
    "a missing column",
    "| Who | Does",
    "| Who | Verb",
    "24:1: the table has no column *Does*: expected *Who*, *Does*, *Line*",
  ],
  [
    "neither MUST nor SHOULD",
    /Users come.*/,
    "Users come.",
    "30:1: the prose of CHAT-JOIN-1 says neither MUST nor SHOULD",
  ],
  [
    "a bad id",
    "CHAT-JOIN-1",
    "CHAT-1",
    "30:1: bad rule id in `CHAT-1 A user joins (2 points)`: expected `CHAT-MSG-3 Title (2 points)`",
    "43:1: warning: this diagram stands under no rule, so it is not played",
  ],
  [
    "two diagrams in a fragment",
    /$/,
    "\n```mermaid\nsequenceDiagram\n```\n",
    "53:1: the fragment `joined` has 2 diagrams: expected one",
  ],
  [
    "a fragment called as a note",
    "### joined",
    "### prints",
    "53:1: `prints` is no fragment's name: expected words that begin no other note",
  ],
])("%s", (_, part, otherwise, ...expected) => {
  expect(problemsWith(part, otherwise)).toEqual(expected);
});

test.each<[string, string | RegExp, string, ...string[]]>([
  [
    "a rule without a diagram",
    "## Fragments",
    "## More\n\n### CHAT-JOIN-2 More\n\nIt MUST.\n\n## Fragments",
    "53:1: warning: CHAT-JOIN-2 has no diagram, so nothing checks it",
  ],
  [
    "an id twice",
    "## Fragments",
    "## More\n\n### CHAT-JOIN-1 More\n\nIt MUST.\n\n## Fragments",
    "53:1: the id `CHAT-JOIN-1` stands in line 30 already",
    "53:1: warning: CHAT-JOIN-1 has no diagram, so nothing checks it",
  ],
  [
    "an id of another protocol",
    "CHAT-JOIN-1",
    "CHAD-JOIN-1",
    "30:1: the id `CHAD-JOIN-1` does not start with the protocol's name: expected `CHAT-…`",
  ],
  ["an unknown fragment", "alice: joined", "alice: joind", "36:3: unknown fragment `joind`: did you mean `joined`?"],
  [
    "a misspelt note",
    "alice: joined",
    "alice: type hello",
    "36:3: unknown fragment `type hello`: did you mean `types`?",
  ],
  [
    "a fragment for a server",
    "alice: joined",
    "server: joined",
    "36:3: a fragment is played for a client, and `server` is a server",
  ],
  [
    "a misspelt participant",
    "alice: joined",
    "alice: joined\n  Note over ailce: hears nothing",
    "37:3: unknown participant `ailce`: did you mean `alice`?",
  ],
  [
    "a hole that nobody fills",
    "server->>alice: users",
    "server-x{loser}: closes\n  server->>alice: users",
    "38:3: unknown participant `{loser}`: no message of this diagram goes to `{loser}`",
  ],
  [
    "a server's message that fits nothing",
    "users 1 alice",
    "user 1 alice",
    "38:3: `user 1 alice` fits no message of the server: expected `users {names...}`",
  ],
  ["a client's bad message in a rule", "server: list", "server: lost"],
  [
    "a client's bad message about wording",
    /JOIN-1[\s\S]*?server: list/,
    "WIRE-1 T\n\nIt MUST.\n\n```mermaid\nsequenceDiagram\n  alice->>server: lst",
    "36:3: `lst` fits no message of the client: expected `list`",
  ],
  [
    "an unknown message about wording",
    /JOIN-1[\s\S]*?server: list/,
    "WIRE-1 T\n\nIt MUST.\n\n```mermaid\nsequenceDiagram\n  alice->>server: dance",
  ],
  [
    "a client's bad message in a fragment",
    "server: join alice",
    "server: jon alice",
    "57:3: warning: `jon alice` fits no message of the client: expected `join {username}`",
  ],
  [
    "a printed line that fits nothing",
    "prints join: alice",
    "prints hello",
    "58:3: `hello` fits no line of `## Console` that a server prints",
  ],
  [
    "a message between clients",
    "alice->>server: list",
    "alice->>servre: list",
    "37:3: neither `alice` nor `servre` is a server, and a message goes to one or comes from one: did you mean `server`?",
  ],
  [
    "a hole that nothing fills",
    "server: join alice",
    "server: join {usrname}",
    "57:3: nothing fills `{usrname}`: did you mean `username`?",
  ],
  ["a field as itself", "server: join alice", "server: join {username}"],
  [
    "a misspelt hole of a server",
    "users 1 alice",
    "users {nmes...}",
    "38:3: nothing fills `{nmes}`: did you mean `names`?",
  ],
  ["a hole of a server's own", "users 1 alice", "users {everybody...}"],
  [
    "points that are no number",
    "(2 points)",
    "(two points)",
    "30:1: bad `(two points)` in the heading of CHAT-JOIN-1: expected `(2 points)`",
  ],
  ["a misspelt section", "## Console", "## Consle", "22:1: unknown heading `Consle`: did you mean `Console`?"],
  [
    "misspelt fragments",
    "## Fragments",
    "## Fragmnts",
    "51:1: unknown heading `Fragmnts`: did you mean `Fragments`?",
    "55:1: warning: this diagram stands under no rule, so it is not played",
  ],
  ["an accepted alternative", "prints join: alice", "prints joined: alice"],
  [
    "a fragment of two clients",
    "server: join alice",
    "server: join alice\n  bob->>server: join bob",
    "56:1: the fragment `joined` must have exactly one client, got alice, bob",
  ],
  [
    "a fragment that plays itself",
    "server: join alice",
    "server: join alice\n  Note over alice: joined",
    "56:1: the fragment `joined` plays itself",
  ],
  ["an unknown parameter in a range", "user{max}", "user{mx}", "46:3: unknown parameter `mx`: did you mean `max`?"],
  [
    "an unknown parameter at the start",
    "alice: joined",
    "server: starts with mx=3",
    "36:3: unknown parameter `mx`: did you mean `max`?",
  ],
  [
    "an unknown parameter in args",
    "-m {max}",
    "-m {mx}",
    "1:1: unknown parameter `mx`: did you mean `max`? (in the args of the server)",
  ],
  [
    "an unknown message in sends",
    "[join]",
    "[jion]",
    "1:1: `sends` names the unknown message `jion` of the client: did you mean `join`?",
  ],
  [
    "an unknown message in after",
    "after: join",
    "after: users",
    "1:1: `after` names the unknown message `users` of the client: expected `join`, `list`",
  ],
  [
    "a message twice",
    "| list | client | `list` |",
    "| list | client | `list` |\n| list | client | `ls` |",
    "19:1: the message `list` stands in line 18 already",
  ],
])("%s", (_, part, otherwise, ...expected) => {
  expect(problemsWith(part, otherwise)).toEqual(expected);
});

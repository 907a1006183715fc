/** What is wrong with a configuration is said with its place, and with what was probably meant. */
import { describe, expect, test } from "vitest";
import { config, problems } from "../dialect/small.test.support.ts";

const WRONG: readonly (readonly [string, string, string])[] = [
  ["no handout", "server: ./server\n", "wirecheck.yaml:1:1: there is no `spec`: expected a handout's name or path"],
  ["a handout that is none", "spec: tlak\n", "wirecheck.yaml:1:7: there is no handout tlak"],
  [
    "a key that is none",
    "spec: talk\nmesages: {}\n",
    "wirecheck.yaml:2:1: unknown key `mesages`: did you mean `messages`?",
  ],
  [
    "bad YAML",
    "spec: talk\nserver: [\n",
    "wirecheck.yaml:3:1: bad YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  [
    "a message that is none",
    "spec: talk\nmessages:\n  helo: HI {username}\n",
    "wirecheck.yaml:3:3: `talk` has no message `helo`: did you mean `hello`?",
  ],
  [
    "a hole that is none",
    "spec: talk\nmessages:\n  hello: 'HI {usrname}'\n",
    "wirecheck.yaml:3:14: `hello` has no `{usrname}`: did you mean `username`?",
  ],
  [
    "a hole that is not closed",
    "spec: talk\nmessages:\n  hello: HI {username\n",
    "wirecheck.yaml:3:13: `{username` is no hole: expected {name}, {names...}, {names*} or {names*|, }",
  ],
  [
    "a count of nothing",
    "spec: talk\nmessages:\n  hello: HI {count} {username}\n",
    "wirecheck.yaml:3:13: `{count}` counts the words of a list, and `hello` has none",
  ],
  [
    "a list that never ends",
    "spec: talk\nmessages:\n  send: TO {names*} {text}\n",
    "wirecheck.yaml:3:9: `{names*}` takes all words, so nobody can tell where it ends: write `{names...}`, or another separator",
  ],
  [
    "two holes in one",
    "spec: talk\nmessages:\n  said: '{username}{text}'\n",
    "wirecheck.yaml:3:10: nothing stands between `{username}` and `{text}`, so nobody can tell where one ends",
  ],
  [
    "an optional part that is not closed",
    "spec: talk\nmessages:\n  said: '{username}[[: {text}'\n",
    "wirecheck.yaml:3:20: `[[` is not closed: expected `]]`",
  ],
  [
    "a separator for one word",
    "spec: talk\nmessages:\n  hello: 'HI {username|,}'\n",
    "wirecheck.yaml:3:14: `{username}` is no list: it has no separator",
  ],
  [
    "templates that are alike",
    "spec: talk\nmessages:\n  said: S {username} {text}\n  error: S {text}\n",
    'wirecheck.yaml:4:10: ambiguous: "S x " may be `error` or `said`; where the wire does not tell them apart, write `error: { same: said }`',
  ],
  [
    "a template that is like the handout's own",
    "spec: talk\nmessages:\n  error: ok no\n",
    'wirecheck.yaml:3:10: ambiguous: "ok no" may be `error` or `welcome`, which has no template here',
  ],
  [
    "the same as nothing",
    "spec: talk\nmessages:\n  said: { same: eror }\n  error: 'NO {text}'\n",
    "wirecheck.yaml:3:9: `eror` has no templates here: did you mean `error`?",
  ],
  [
    "a framing that is none",
    "spec: talk\nframing: lines\n",
    "wirecheck.yaml:2:10: unknown framing `lines`: expected none, line, length or header-64",
  ],
  [
    "an encoding that is none",
    "spec: talk\nencoding: xml\n",
    "wirecheck.yaml:2:11: unknown encoding `xml`: expected text, json",
  ],
  [
    "a line that is none",
    "spec: talk\nconsole:\n  server prints:\n    'helo: {username}': '{username} is here'\n",
    "wirecheck.yaml:4:5: no server of `talk` prints `helo: {username}`: did you mean `hello: {username}`?",
  ],
  [
    "a group of lines that is none",
    "spec: talk\nconsole:\n  servers print: {}\n",
    "wirecheck.yaml:3:3: unknown key `servers print`: did you mean `server prints`?",
  ],
  [
    "a rule that is none",
    "spec: talk\nskip:\n  TALK-C: we ran out of time\n",
    "wirecheck.yaml:3:3: no rule of `talk` is called `TALK-C`: did you mean `TALK-A`?",
  ],
  ["no reason", 'spec: talk\nskip:\n  TALK-A: ""\n', "wirecheck.yaml:3:11: say why it is left out"],
  [
    "a parameter that is none",
    "spec: talk\nparams: { mx: 3 }\n",
    "wirecheck.yaml:2:11: unknown key `mx`: did you mean `max`?",
  ],
  [
    "a deadline that is none",
    "spec: talk\ndeadline: soon\n",
    "wirecheck.yaml:2:11: `soon` is no deadline: expected milliseconds, such as 2000",
  ],
  ["a dialect that is none", "spec: talk\ndialect: '2052'\n", "wirecheck.yaml:2:10: talk has no dialect `2052`"],
  [
    "two dialects",
    "spec: talk\ndialect: '2025'\nframing: line\n",
    "wirecheck.yaml:2:1: `dialect` names a known one, so nothing else here may be about the wire",
  ],
  [
    "ignoring without frames",
    "spec: talk\nframing: none\nignore: ['~*']\n",
    "wirecheck.yaml:3:1: with `framing: none` nothing tells where a message to be ignored ends",
  ],
];

describe("a configuration is refused for", () => {
  test.each(WRONG)("%s", (_, yaml, said) => {
    const read = config(yaml);
    expect("spec" in read ? [] : problems(read)).toEqual(said.split("\n"));
  });
});

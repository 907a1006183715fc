import { expect, test } from "vitest";
import { parseDiagram, parseScenario } from "./diagram.ts";
import { parseHandout } from "./handout.ts";
import { withoutPlaces } from "./mermaid-oracle.test.support.ts";
import { printScenario } from "./print.ts";

/** Reads the lines under `sequenceDiagram`, which is line 10 of a page, and tells the problems as a reader sees them. */
function problemsOf(lines: string): string[] {
  const { problems } = parseDiagram(`sequenceDiagram\n${lines}`, { file: "a.md", line: 10, column: 1 });
  return problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

test.each<[string, string, ...string[]]>([
  ["an unknown arrow", "  alice->bob: hi", "a.md:11:8: unknown arrow `->`: expected `->>`, `-->>`, `-)` or `-x`"],
  [
    "an arrow into nothing",
    "  alice->>: hi",
    "a.md:11:3: this is no arrow between two participants: expected `->>`, `-->>`, `-)` or `-x`, as in `alice->>server: hello`",
  ],
  ["no colon", "alice->>server hi", "a.md:11:15: expected `:` and a text after the receiver"],
  ["no text", "alice->>server:", 'a.md:11:16: expected a text after `:` (`""` for an empty one)'],
  [
    "a bad close",
    "alice-xserver: close",
    "a.md:11:16: expected `closes`, `resets` or `half-closes` after `-x`, got `close`",
  ],
  ["a bad connect", "alice-)server: hi", "a.md:11:16: expected `connects` after `-)`, got `hi`"],
  [
    "a word of Mermaid's",
    "alice->>box: hi",
    "a.md:11:9: `box` is a word of Mermaid's own: call the participant otherwise",
  ],
  [
    "a note that is nothing",
    "Note over bob: says: hi",
    "a.md:11:16: unknown note: expected a fragment's name or one of `types`, `prints`, `prompts`, `presses`, `exits`, `has file`, `saves file`, `hears`, `tells one history`, `stops reading`, `reads on`, `starts with`, `starts again`, `is killed`, `hangs`, `goes on`",
  ],
  [
    "three participants",
    "Note over a, b, c: joined",
    "a.md:11:11: a note stands over one or two participants (Mermaid allows no more)",
  ],
  ["a bad key", "Note over bob: presses Enter", "a.md:11:24: expected `presses Ctrl+C` or `presses Ctrl+D`"],
  ["a bad status", "Note over bob: exits badly", "a.md:11:22: expected `exits`, or `exits 0` with the status"],
  ["bad hearing", "Note over bob: hears something", "a.md:11:16: expected `hears nothing` or `hears anything`"],
  ["a file without a text", "Note over bob: has file notes", "a.md:11:20: expected `has file NAME: TEXT`"],
  [
    "a bad setting",
    "Note over server: starts with max 3",
    'a.md:11:31: expected a setting as in `max=3` or `args="-h"`',
  ],
  [
    "quotes not closed",
    '  alice->>server: "hi',
    'a.md:11:19: the quotes are not closed: expected `"` at the end of the line',
  ],
  [
    "words after the quotes",
    'alice->>server: "hi" you',
    'a.md:11:21: nothing may follow the closing quote: write \\" for a quote inside',
  ],
  [
    "an unknown escape",
    'alice->>server: "a\\q"',
    'a.md:11:19: unknown escape `\\q`: expected \\n, \\t, \\r, \\b, \\f, \\", \\\\, \\/, \\{, \\xff or \\u00ff',
  ],
  [
    "a bad hole",
    "alice->>server: hi {user name}",
    'a.md:11:20: `{user name}` is no hole: expected {name}, {names...}, {names*} or {text of 16 KiB}, or "\\{" for a brace',
  ],
  ["a semicolon", "alice->>server: a; b", "a.md:11:18: Mermaid ends a line at `;`: write `#59;`"],
  ["a hash", "alice->>server: a # b", "a.md:11:19: Mermaid begins a comment at `#`: write `#35;`"],
  [
    "CSS",
    "alice->>server: style x:a#59;",
    "a.md:11:1: Mermaid takes this for CSS and drops the last `;`: write the text in quotes, with \\u003b for `;`",
  ],
  [
    "HTML",
    'alice->>server: <a href="b">',
    "a.md:11:17: Mermaid changes double quotes between `<` and `>`: write the text in quotes, with \\u003c for `<`",
  ],
  ["a loop without a range", "loop thrice\nend", "a.md:11:6: expected a range as in `user in user1..user{max}`"],
  [
    "a range of two words",
    "loop user in user1..guest3\nend",
    "a.md:11:21: bad range: expected `user` and a number, as at its beginning, got `guest3`",
  ],
  [
    "a range without a number",
    "loop user in user..user3\nend",
    "a.md:11:14: bad range: expected a number or a {parameter} at the end of `user`",
  ],
  ["an open block", "opt\n  alice->>server: hi", "a.md:11:1: `opt` without its `end`"],
  ["an end too many", "end", "a.md:11:1: unexpected `end`: no block is open here"],
  ["an else without alt", "opt\nelse\nend", "a.md:12:1: unexpected `else`: no `alt` is open here"],
  ["an and without par", "and", "a.md:11:1: unexpected `and`: no `par` is open here"],
  [
    "an unknown line",
    "activate bob",
    "a.md:11:1: expected an arrow (`alice->>server: text`), `Note over NAME: …`, a block (loop, par, alt, opt), `end`, `participant` or `title`, got `activate bob`",
  ],
  [
    "all of them",
    "alice->bob: hi\nend\nalice-)bob: hi",
    "a.md:11:6: unknown arrow `->`: expected `->>`, `-->>`, `-)` or `-x`",
    "a.md:12:1: unexpected `end`: no block is open here",
    "a.md:13:13: expected `connects` after `-)`, got `hi`",
  ],
])("%s", (_, lines, ...expected) => {
  expect(problemsOf(lines)).toEqual(expected);
});

const whole = `sequenceDiagram
  title A whole language
  Note over server: starts with max=3 args="-h {port}"
  Note over alice, bob: joined
  alice-)server: connects
  alice->>server: send_message 2 bob bob "hi"
  Note over bob: prints msg: {username}: {text}
  Note over bob: prints "something"
  Note over bob: prints something with 16
  Note over bob: prints anything
  Note over bob: has file a.txt: {text of 16 KiB}
  Note over bob: saves file "a:b": "\\xff"
  Note over alice, bob: hears nothing
  Note over bob: presses Ctrl+C
  Note over bob: exits 0
  loop user in user1..user{max}
    user->>server: join {user}
  end
  par
    server->>{loser}: err_server_full
  and
    server-x{loser}: closes
  end
  par user in user1..user2
    user-xserver: half-closes
  end
  alt
    Note over bob: stops reading
  else
    Note over bob: reads on
  end
  Note over server2: hangs
  Note over server2: goes on
  Note over server2: is killed
  Note over server2: starts again
  opt
    alice->>server: a#59; b#35;
  end
`;

test("what stands on this page is printed as it stands", () => {
  const scenario = parseScenario(whole, "whole.mmd");
  if ("problems" in scenario) throw new Error(JSON.stringify(scenario.problems));
  expect(scenario.name).toBe("A whole language");
  expect(printScenario(scenario)).toBe(whole);
});

test("what is said of two is said of each", () => {
  const both = parseScenario("sequenceDiagram\nNote over alice, bob: prints hi", "");
  const each = parseScenario("sequenceDiagram\nNote over alice: prints hi\nNote over bob: prints hi", "");
  expect(withoutPlaces(both)).toEqual(withoutPlaces(each));
});

test("labels, comments, participants and line ends do not matter", () => {
  const { steps, problems } = parseDiagram(
    "%% a\r\nsequenceDiagram\r\n\r\n  autonumber\r\n  participant alice\r\n  alt it is full\r\n  alice-->>server: hi\r\n  else\r\n  end\r\n",
    { file: "", line: 1, column: 1 },
  );
  expect(problems).toEqual([]);
  expect(steps[0]).toMatchObject({ kind: "alt", branches: [[{ kind: "message", place: { line: 7, column: 3 } }], []] });
});

test("a diagram in a list or a quote keeps its places", () => {
  const page =
    "---\nprotocol: a\n---\n# A-B-1 T\n\nIt MUST.\n\n- x\n\n  ```mermaid\n  sequenceDiagram\n    alice->bob: hi\n  ```\n";
  const { problems } = parseHandout(page, "a.md");
  expect(problems).toMatchObject([{ line: 12, column: 10 }]);
});

/** Texts as a hostile program may print them, and a report that is full of them. */
import fc from "fast-check";
import { assemble } from "../verdict/assemble.ts";
import type { Judged } from "../verdict/report.ts";
import { arrow, rule, run, spec, transcript } from "../verdict/sample.test.data.ts";

const nasty = [
  "\x1b[2J",
  "\n::error::x",
  "##[error]x",
  "]]>",
  "<a>&amp;",
  '"',
  "\0",
  "\r\n",
  "\u202e",
  "\udcff",
  "\ud800",
  "\ufffe",
  "漢字",
  "\u2028",
  "🎉",
];

/** Any UTF-16 at all, and much of what does harm. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...nasty),
      fc.string({ unit: "binary" }),
      fc.integer({ max: 0xffff, min: 0 }).map((unit) => String.fromCharCode(unit)),
    ),
  )
  .map((parts) => parts.join(""));

/** One failed, one blocked and one inconclusive rule, with this text wherever a text can be. */
export function reportOf(text: string): Judged {
  const ids = ["CHAT-MSG-1", "CHAT-MSG-2", "CHAT-MSG-3"] as const;
  const rules = ids.map((id) => rule(id, { title: text, section: text, sentence: text }));
  const rows = [arrow("alice", "server", text, "done"), arrow("server", "alice", text, "broken")];
  const common = { scenario: text, participants: ["alice", "server", text], rows, runs: [run(text)], notes: [text] };
  const differs = { kind: "differs", offset: 0 } as const;
  return assemble(
    spec(rules),
    { server: text, client: text, connect: null },
    7,
    [
      transcript({
        ...common,
        rule: ids[0],
        ending: {
          kind: "broken",
          row: 1,
          who: "alice",
          channel: "connection",
          expected: text,
          got: text,
          break: differs,
          before: [text],
        },
      }),
      transcript({ ...common, rule: ids[1], ending: { kind: "not-started", who: "server", why: text } }),
      transcript({ ...common, rule: ids[2], ending: { kind: "gave-up", why: text } }),
    ],
    1,
    () => text,
  );
}

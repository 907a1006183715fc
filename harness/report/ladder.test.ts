import { describe, expect, it } from "vitest";
import { arrivedTwice, arrow, joins, note, transcript } from "../verdict/sample.test.data.ts";
import { ladder } from "./ladder.ts";

function drawn(lines: readonly string[]): string {
  return `\n${lines.join("\n")}\n`;
}

describe("ladder", () => {
  it("has texts on its arrows where they fit", () => {
    expect(drawn(ladder(arrivedTwice, { width: 100 }))).toBe(`
     alice7q                            server                             bob3x
  1     ├─ join alice7q ──────────────────▶│                                 │
  2     │                                  ● prints join: alice7q            │
  3     │                                  │◀─ join bob3x ───────────────────┤
  4     │                                  ● prints join: bob3x              │
  5     ├─ send_message 2 bob3x bob3x hi ─▶│                                 │
  6     │                                  ● prints msg: alice7q             │
  7     │                                  ├─ forward_message 1 alice7q hi ─▶│
✗ 8     │                                  │                                 ● hears nothing
`);
  });

  it("has them beside it where they do not", () => {
    expect(drawn(ladder(arrivedTwice, { width: 60 }))).toBe(`
     alice7q  server   bob3x
  1     ├───────▶│       │    join alice7q
  2     │        ●       │    prints join: alice7q
  3     │        │◀──────┤    join bob3x
  4     │        ●       │    prints join: bob3x
  5     ├───────▶│       │    send_message 2 bob3x bob3x hi
  6     │        ●       │    prints msg: alice7q
  7     │        ├──────▶│    forward_message 1 alice7q hi
✗ 8     │        │       ●    hears nothing
`);
  });

  it("folds what came long before, and leaves out who had no part since", () => {
    expect(drawn(ladder(arrivedTwice, { width: 60, before: 2 }))).toBe(`
     server                             bob3x
     … 5 steps before
  6     ● prints msg: alice7q             │
  7     ├─ forward_message 1 alice7q hi ─▶│
✗ 8     │                                 ● hears nothing
`);
  });

  it("draws connects, closes, wide letters, and arrows past a lifeline", () => {
    const rows = [
      arrow("a", "server", "connects", "done", { shape: { kind: "arrow", from: "a", to: "server", arrow: "-)" } }),
      arrow("server", "b", "hi 漢字", "met"),
      arrow("a", "b", "past", "met"),
      note("a, b", "hears nothing", "met"),
      arrow("server", "{loser}", "full", "met"),
      arrow("server", "a", "closes", "met", { shape: { kind: "arrow", from: "server", to: "a", arrow: "-x" } }),
    ];
    const ending = { kind: "gave-up", why: "" } as const;
    expect(drawn(ladder(transcript({ participants: ["a", "server", "b"], rows, ending }), { width: 80 }))).toBe(`
     a          server          b
  1  ├─ connects ─▷│            │
  2  │             ├─ hi 漢字 ─▶│
  3  ├─ past ──────────────────▶│
  4  ●             │            ● hears nothing
  5  │             ● full       │
  6  │×─ closes ───┤            │
`);
  });

  it("leaves out what nobody looked at, and is a list where nothing else fits", () => {
    const rows = [...joins, note("bob3x", "types x", "unseen"), arrow("server", "bob3x", "hi", "open")];
    const lines = ladder(transcript({ rows, ending: { kind: "gave-up", why: "" } }), { width: 40 });
    expect(drawn(lines)).toBe(`
  1  alice7q → server: join alice7q
  2  server: prints join: alice7q
  3  bob3x → server: join bob3x
  4  server: prints join: bob3x
`);
  });

  it("is empty where nothing was played", () => {
    expect(ladder(transcript({ rows: [] }), { width: 80 })).toEqual([]);
  });
});

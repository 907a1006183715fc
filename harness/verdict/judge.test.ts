import { describe, expect, it } from "vitest";
import type { Break, Ending } from "../execution/transcript.ts";
import { judge } from "./judge.ts";
import { arrivedTwice, joins, rule, run, transcript } from "./sample.test.data.ts";

type Broken = Extract<Ending, { kind: "broken" }>;

function broken(how: Break, more: Partial<Broken> = {}): Ending {
  const ending: Broken = {
    kind: "broken",
    row: 6,
    who: "bob3x",
    channel: "connection",
    expected: "forward_message 1 alice7q hi",
    got: null,
    break: how,
    before: [],
  };
  return { ...ending, ...more };
}

const cases: readonly (readonly [Ending, string, string | null])[] = [
  [{ kind: "complete", evidence: 1 }, "passed", null],
  [{ kind: "complete", evidence: 0 }, "notApplicable", "there was nothing in it that the program had to do"],
  [{ kind: "not-started", who: "server", why: "it never listened" }, "blocked", "it never listened"],
  [{ kind: "gave-up", why: "this machine was starved" }, "inconclusive", "this machine was starved"],
  [{ kind: "not-applicable", why: "no client" }, "notApplicable", "no client"],
  [
    broken({ kind: "differs", offset: 5 }, { got: "forwx" }),
    "failed",
    "something else came: the first 5 bytes are right, the next is not",
  ],
  [broken({ kind: "differs", offset: 0 }, { channel: "screen", got: "x" }), "failed", "something else was printed"],
  [
    broken({ kind: "incomplete", silence: "waiting" }, { got: "forward" }),
    "failed",
    "only the beginning came (the program waits for input, and does nothing more)",
  ],
  [broken({ kind: "nothing", silence: "fence" }), "failed", "nothing came (the reply to a later request came first)"],
  [
    broken({ kind: "nothing", silence: "deadline" }, { channel: "screen" }),
    "failed",
    "nothing was printed (up to the deadline, though the program was busy)",
  ],
  [broken({ kind: "closed", how: "FIN" }), "failed", "the connection was closed instead"],
  [broken({ kind: "closed", how: "RST" }), "failed", "the connection was reset instead"],
  [broken({ kind: "exited", status: 1, signal: null }), "failed", "the program ended instead, with status 1"],
  [
    broken({ kind: "exited", status: null, signal: "SIGSEGV" }, { channel: "program" }),
    "failed",
    "the program was killed by SIGSEGV",
  ],
  [broken({ kind: "unexpected" }, { got: "x" }), "failed", "this came although nothing should"],
  [broken({ kind: "unexpected" }, { row: null, got: "x" }), "failed", "this came although nothing more should"],
  [broken({ kind: "file" }, { channel: "folder" }), "failed", "the file is not there"],
];

describe("judge", () => {
  it.each(cases)("%j is %s", (ending, verdict, reason) => {
    const judged = judge(transcript({ ending }), rule("CHAT-MSG-3"), "wirecheck replay x");
    expect({ verdict: judged.verdict, reason: judged.reason }).toEqual({ verdict, reason });
  });

  it("warns where a SHOULD is broken", () => {
    const ending = broken({ kind: "closed", how: "FIN" });
    expect(judge(transcript({ ending }), rule("CHAT-MSG-3", { level: "SHOULD" }), "").verdict).toBe("warned");
  });

  it("is blocked where a fragment is broken", () => {
    const ending = broken({ kind: "nothing", silence: "waiting" }, { row: 3, channel: "screen" });
    const judged = judge(transcript({ ending, rows: joins }), rule("CHAT-MSG-3"), "");
    expect(judged).toMatchObject({ verdict: "blocked", step: 4 });
    expect(judged.reason).toMatch(/^it never got as far as this rule; in “joined”, nothing was printed/);
  });

  it("fails where the rule itself had begun before the fragment", () => {
    const ending = broken({ kind: "nothing", silence: "waiting" }, { row: 3, channel: "screen" });
    const rows = joins.map((row, i) => (i === 0 ? { ...row, fragment: null } : row));
    const judged = judge(transcript({ ending, rows }), rule("CHAT-MSG-3"), "");
    expect(judged).toMatchObject({ verdict: "failed", step: 4 });
    expect(judged.reason).toMatch(/^nothing was printed/);
  });

  it("says that the program has died", () => {
    const ending = broken({ kind: "closed", how: "FIN" });
    const judged = judge(transcript({ ending, runs: [run("", { status: 1, signal: null })] }), rule("CHAT-MSG-3"), "");
    expect(judged.reason).toBe("the connection was closed instead; the program of server ended with status 1");
  });

  it("keeps where, what and how to play it again", () => {
    expect(judge(arrivedTwice, rule("CHAT-MSG-3"), "wirecheck replay x")).toEqual({
      name: "named twice",
      role: "server",
      under: ["server"],
      verdict: "failed",
      step: 8,
      place: "spec/chat/README.md:50:3",
      expected: "",
      got: "forward_message 1 alice7q hi",
      offset: null,
      reason: "this came although nothing should",
      cause: "it arrived twice: are recipients named twice served once?",
      durationMs: 12,
      replay: "wirecheck replay x",
    });
  });
});

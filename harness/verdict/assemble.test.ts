import { describe, expect, it } from "vitest";
import type { Ending, Transcript } from "../execution/transcript.ts";
import { assemble } from "./assemble.ts";
import type { Report, Verdict } from "./report.ts";
import { rule, spec, transcript } from "./sample.test.data.ts";
import { exitStatus } from "./status.ts";

const endings: Readonly<Record<string, Ending>> = {
  passed: { kind: "complete", evidence: 2 },
  failed: {
    kind: "broken",
    row: null,
    who: "bob",
    channel: "connection",
    expected: "",
    got: "x",
    break: { kind: "unexpected" },
    before: [],
  },
  blocked: { kind: "not-started", who: "server", why: "it ended" },
  inconclusive: { kind: "gave-up", why: "starved" },
  notApplicable: { kind: "complete", evidence: 0 },
};

function report(level: "MUST" | "SHOULD", ...kinds: readonly (keyof typeof endings)[]): Report {
  const transcripts = kinds.map((kind, number) => transcript({ number, ending: endings[kind]! }));
  return whole(level, transcripts);
}

function whole(level: "MUST" | "SHOULD", transcripts: readonly Transcript[]): Report {
  const target = { server: "python3 server.py", client: null, connect: null };
  const rules = [rule("CHAT-MSG-3", { level, points: 2 })];
  return assemble(spec(rules), target, 7, transcripts, 1200, ({ number }) => `replay ${number}`).report;
}

const table: readonly (readonly [Verdict, number, number, 0 | 1 | 3, Report])[] = [
  ["passed", 2, 2, 0, report("MUST", "passed", "notApplicable")],
  ["failed", 0, 2, 1, report("MUST", "passed", "blocked", "failed", "inconclusive")],
  ["blocked", 0, 2, 1, report("MUST", "passed", "inconclusive", "blocked")],
  ["inconclusive", 0, 2, 3, report("MUST", "passed", "inconclusive")],
  ["inconclusive", 0, 2, 3, report("SHOULD", "failed", "inconclusive")],
  ["warned", 0, 2, 0, report("SHOULD", "passed", "failed")],
  ["notApplicable", 0, 0, 3, report("MUST", "notApplicable")],
  ["notApplicable", 0, 0, 3, report("MUST")],
];

describe("assemble", () => {
  it.each(table)("%s, %i of %i points, exit status %i", (verdict, earned, max, status, report) => {
    expect(report.rules[0]?.verdict).toBe(verdict);
    expect(report.totals[verdict]).toBe(1);
    expect(report.points).toEqual({ earned, max });
    expect(exitStatus(report)).toBe(status);
  });

  it("keeps the spec's order, and scenarios by number and role", () => {
    const played = [transcript({ number: 1 }), transcript({ role: "pair" }), transcript({ role: "client" })];
    expect(whole("MUST", played).rules[0]?.scenarios.map(({ role, replay }) => [replay, role])).toEqual([
      ["replay 0", "client"],
      ["replay 0", "pair"],
      ["replay 1", "server"],
    ]);
  });

  it("tells each note once", () => {
    expect(whole("MUST", [transcript({ notes: ["a", "b"] }), transcript({ notes: ["b"] })]).notes).toEqual(["a", "b"]);
  });

  it("is the worst of several reports", () => {
    expect(exitStatus(report("MUST", "passed"), report("MUST", "inconclusive"))).toBe(3);
    expect(exitStatus(report("MUST", "failed"), report("MUST", "inconclusive"))).toBe(1);
    expect(exitStatus()).toBe(3);
  });
});

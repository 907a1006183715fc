/** The same part under adverse delivery: what changes, and what must not. */
import { describe, expect, test } from "vitest";
import { show } from "../execution/pattern.ts";
import { handoutOf } from "../execution/small.test.support.ts";
import { type Delivery, deliver } from "./delivery.ts";
import type { Move } from "./part.ts";
import { leaves } from "./tree.ts";
import { trials } from "./trials.ts";

/** What is sent, and how; null when nothing changes. */
function delivered(diagram: string, delivery: Delivery, framing = "line"): string[] | null {
  const spec = handoutOf(diagram, `framing: ${framing}`);
  const [whole] = trials(spec, spec.rules, { roles: ["server"], params: {}, seed: 0, wording: new Map() });
  const part = deliver(whole!.part!, delivery, spec);
  return part && [...leaves(part.moves)].flatMap(told);
}

function told(move: Move): string[] {
  if (!("does" in move) || move.does.kind !== "send") return [];
  const { text, also = [], cut, sent, isLast } = move.does;
  const words = [text, ...also].map((each) => show(each, new Map())).join(" + ");
  return [`${words}${cut ? ` cut ${cut}` : ""}${sent ? " (sent)" : ""}${isLast ? " last" : ""}`];
}

const DIALOGUE =
  "alice->>server: say höre\nserver->>alice: said höre\nalice->>server: say dort\nserver->>alice: said dort";

describe("adverse delivery", () => {
  test("cuts messages", () => {
    expect(delivered(DIALOGUE, "before its end")).toEqual([
      "say höre cut before its end",
      "say dort2q cut before its end",
    ]);
  });

  test("cuts inside a character where there is one of several bytes", () => {
    expect(delivered(DIALOGUE, "in a character")).toEqual(["say höre cut in a character", "say dort2q"]);
    expect(delivered("alice->>server: say hi\nserver->>alice: said hi", "in a character")).toBeNull();
  });

  test("leaves an unframed wire as it is", () => {
    for (const delivery of ["in bytes", "merged", "half-closed"] as const)
      expect(delivered(DIALOGUE, delivery, "none")).toBeNull();
  });

  test("merges neighbours, though replies are awaited in between", () => {
    expect(delivered(DIALOGUE, "merged")).toEqual(["say höre + say dort2q", "say dort2q (sent)"]);
  });

  test.each([
    ["another speaks in between", "alice->>server: say a\nbob->>server: say b\nalice->>server: say c"],
    ["nothing may have come in between", "alice->>server: say a\nNote over bob: hears nothing\nalice->>server: say c"],
    ["the second repeats what came", "alice->>server: say a\nserver->>alice: said {word}\nalice->>server: say {word}"],
  ])("merges nothing where %s", (_, diagram) => {
    expect(delivered(`bob-)server: connects\n${diagram}\nserver->>alice: said c`, "merged")).toBeNull();
  });

  test("half-closes behind the last message before the server closes", () => {
    expect(delivered(`${DIALOGUE}\nserver-xalice: closes`, "half-closed")).toEqual(["say höre", "say dort2q last"]);
    expect(delivered(DIALOGUE, "half-closed")).toBeNull();
  });
});

/** Echo as a state machine: who is connected, and whether somebody has gone without a word. */
import type { Kit, Model } from "../../harness/exploration/model.ts";

interface Action {
  readonly does: "connects" | "says" | "closes" | "resets";
  readonly who: string;
  readonly text?: string;
}

interface State {
  readonly there: readonly string[];
  readonly left: boolean;
}

/** Letters that have one capital each. */
const SIGNS = "abcz ,.!?0179XYZ-_'äöé".split("");

export function model({ fc, steps, setting }: Kit): Model<State, Action> {
  const { does, must } = steps;
  const who = fc.constantFrom("alice", "bob", "carol");
  const text = fc
    .oneof(
      fc.constantFrom("a", "hello", "two  spaces", "Room 42"),
      fc.array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 12 }).map((signs) => signs.join("")),
    )
    // White space at the ends of what is typed and printed is nobody's business.
    .filter((line) => line.trim() === line);
  const speaking = fc.record({ does: fc.constant("says" as const), who, text });
  const moving = fc.record({ does: fc.constantFrom("connects" as const, "closes" as const, "resets" as const), who });

  return {
    initial: { there: [], left: false },
    client: "alice",
    steady: false,
    opening: [does(steps.printsAnything("server"))],
    // No user can make a client open a connection and be silent, or break it.
    actions: () =>
      setting.judged === "client"
        ? speaking
        : fc.oneof({ weight: 5, arbitrary: speaking }, { weight: 3, arbitrary: moving }),
    act({ there, left }, { does: what, who, text = "" }) {
      const known = there.includes(who);
      const rule = left ? "ECHO-LINE-3" : there.some((other) => other !== who) ? "ECHO-LINE-2" : "ECHO-LINE-1";
      if (what === "closes" || what === "resets") {
        if (!known) return null;
        const state = { there: there.filter((other) => other !== who), left: true };
        return { state, claims: [does(steps.closes(who, "server", what))], otherwise: ["ECHO-LINE-3"] };
      }
      const state = { there: known ? there : [...there, who], left };
      if (what === "connects") {
        return known ? null : { state, claims: [does(steps.connects(who, "server"))], otherwise: ["ECHO-LINE-2"] };
      }
      const capitals = text.toUpperCase();
      const claims = [
        does(steps.types(who, text)),
        must(rule, steps.message(who, "server", text)),
        must(rule, steps.message("server", who, capitals)),
        must(rule, steps.prints(who, capitals)),
      ];
      return { state, claims, otherwise: [rule] };
    },
    end: ({ there }) => (setting.judged === "client" ? [] : there.map((who) => ({ does: "closes", who }))),
  };
}

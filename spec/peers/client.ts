/** What a peers client, alice's, is told, and what happens to it. */
import type { Kit, Model, Outcome } from "../../harness/exploration/model.ts";

type Action =
  | { readonly does: "start" | "end-input" | "stop" | "lose-server" }
  /** Lists come in one segment, each with those who are there beside alice. */
  | { readonly does: "tell"; readonly lists: readonly (readonly string[])[] }
  /** A list that no `recv` returns in one piece. */
  | { readonly does: "tell-much"; readonly kilobytes: number };

interface State {
  readonly started: boolean;
  readonly over: boolean;
  /** The rule that would explain it if the client no longer printed what it should. */
  readonly shaken: readonly string[];
}

const who = "alice";
const OTHERS: readonly string[] = ["bob", "carol", "dave", "Zoe", "b2", "x"];

export function told({ fc, steps }: Kit): Model<State, Action> {
  const { does, must } = steps;

  function act(state: State, action: Action): Outcome<State> | null {
    if (state.over || state.started === (action.does === "start")) return null;
    const { shaken } = state;
    switch (action.does) {
      case "start": {
        const claims = [
          must("PEERS-WIRE-1", steps.message(who, "server", who)),
          does(steps.message("server", who, who)),
          must("PEERS-CLI-1", steps.prints(who, who)),
        ];
        return { state: { ...state, started: true }, claims, otherwise: ["PEERS-WIRE-1"] };
      }
      case "tell": {
        const lines = action.lists.map((others) => [who, ...others].sort().join(" "));
        const rules = [...shaken, lines.length > 1 ? "PEERS-CLI-2" : "PEERS-CLI-1"];
        const claims = [
          does(steps.message("server", who, lines.join("\n"))),
          ...lines.map((line) => must(rules, steps.prints(who, line))),
        ];
        return { state, claims, otherwise: rules };
      }
      case "tell-much": {
        const rules = [...shaken, "PEERS-CLI-3"];
        const much = [steps.filler(1024 * action.kilobytes)];
        const claims = [does(steps.message("server", who, much)), must(rules, steps.prints(who, much))];
        return { state, claims, otherwise: rules };
      }
      case "end-input": {
        const rules = ["PEERS-CLI-4"];
        return { state: { ...state, shaken: rules }, claims: [does(steps.presses(who, "Ctrl+D"))], otherwise: rules };
      }
      case "stop": {
        const claims = [
          does(steps.presses(who, "Ctrl+C")),
          must([...shaken, "PEERS-STOP-3"], steps.closes(who, "server")),
          must([...shaken, "PEERS-STOP-3"], steps.exits(who)),
          must([...shaken, "PEERS-STOP-4"], steps.exits(who, 0)),
        ];
        return { state: { ...state, over: true }, claims, otherwise: ["PEERS-STOP-3"] };
      }
      case "lose-server": {
        const rules = [...shaken, "PEERS-CLI-5"];
        const claims = [
          does(steps.presses("server", "Ctrl+C")),
          does(steps.closes("server", who)),
          must(rules, steps.exits(who)),
        ];
        return { state: { ...state, over: true }, claims, otherwise: rules };
      }
    }
  }

  const list = fc.subarray([...OTHERS]);
  return {
    initial: { started: false, over: false, shaken: [] },
    client: who,
    steady: false,
    opening: [],
    actions({ started, over }) {
      if (over) return null;
      if (!started) return fc.constant<Action>({ does: "start" });
      return fc.oneof(
        {
          weight: 8,
          arbitrary: fc.record({
            does: fc.constant("tell" as const),
            lists: fc.array(list, { minLength: 1, maxLength: 4 }),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            does: fc.constant("tell-much" as const),
            kilobytes: fc.integer({ min: 1, max: 200 }),
          }),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            does: fc.constantFrom("end-input" as const, "stop" as const, "lose-server" as const),
          }),
        },
      );
    },
    act,
    end: () => [],
  };
}

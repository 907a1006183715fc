/** Peers as a state machine: who is there, in the order in which they came, and who is connected without a name. */
import type { Claim, Kit, Model } from "../../harness/exploration/model.ts";

const CAST: readonly string[] = ["alice", "bob", "carol", "dave", "Zoe", "b2", "x"];

type Action =
  | { readonly does: "join" | "connect" | "newline"; readonly who: string }
  | { readonly does: "leave"; readonly who: string; readonly how: "closes" | "resets" }
  | { readonly does: "bad"; readonly who: string; readonly number: number };

interface State {
  readonly there: readonly string[];
  readonly silent: readonly string[];
  /** Somebody has left, or was sent away: the rule that would explain it if the others noticed. */
  readonly shaken: readonly string[];
}

/** Names that are none. */
const BAD: readonly (readonly [rule: string, name: string])[] = [
  ["PEERS-BAD-1", "\n"],
  ["PEERS-BAD-2", "a1b2c3d4e5f6g7h8i9j0k"],
  ["PEERS-BAD-3", "bo!"],
  ["PEERS-BAD-3", "bo by"],
  ["PEERS-BAD-3", "bo\udcff\udcfe"],
];

export function model({ fc, steps, setting }: Kit): Model<State, Action> | null {
  // A client only prints what comes: the diagrams have all of it.
  if (setting.judged === "client") return null;
  const { does, must } = steps;

  /** All who are there hear the list. */
  function told(there: readonly string[], rulesOf: (who: string) => readonly string[]): Claim[] {
    const sorted = [...there].sort((a, b) => (a < b ? -1 : 1));
    const dictionary = [...there].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    const order = [...(sorted.join() === dictionary.join() ? [] : ["PEERS-SORT-2"]), "PEERS-SORT-1"];
    const list = sorted.join(" ");
    return there.flatMap((who) => [
      must(rulesOf(who), steps.message("server", who, list), order),
      must("PEERS-CLI-1", steps.prints(who, list)),
    ]);
  }

  function act(state: State, action: Action) {
    const { who } = action;
    const { there, silent, shaken } = state;
    const known = there.includes(who);
    const others = { there: there.filter((other) => other !== who), silent: silent.filter((other) => other !== who) };
    switch (action.does) {
      case "join":
      case "newline": {
        if (known) return null;
        const after = { ...state, there: [...there, who], silent: others.silent };
        const said = steps.message(who, "server", action.does === "join" ? who : `${who}\n`);
        const line = action.does === "newline" ? ["PEERS-NAME-1"] : [];
        const rulesOf = (each: string) => [...shaken, ...line, each === who ? "PEERS-JOIN-1" : "PEERS-JOIN-2"];
        return { state: after, claims: [does(said), ...told(after.there, rulesOf)], otherwise: ["PEERS-JOIN-2"] };
      }
      case "connect": {
        if (known || silent.includes(who)) return null;
        const after = { there, silent: [...silent, who], shaken: ["PEERS-NAME-2"] };
        return { state: after, claims: [does(steps.connects(who, "server"))], otherwise: ["PEERS-NAME-2"] };
      }
      case "leave": {
        if (!known && !silent.includes(who)) return null;
        const rule = !known ? "PEERS-NAME-3" : action.how === "closes" ? "PEERS-LEAVE-1" : "PEERS-LEAVE-2";
        const claims = [
          does(steps.closes(who, "server", action.how)),
          ...(known ? told(others.there, () => [...shaken, rule]) : []),
        ];
        return { state: { ...others, shaken: [known ? "PEERS-LEAVE-3" : rule] }, claims, otherwise: [rule] };
      }
      case "bad": {
        if (known || silent.includes(who)) return null;
        const [rule, name] = BAD[action.number]!;
        const claims = [
          does(steps.message(who, "server", name)),
          must([...shaken, rule], steps.closes("server", who)),
          does(steps.closes(who, "server")),
        ];
        return { state: { ...others, shaken: [rule] }, claims, otherwise: [rule] };
      }
    }
  }

  const some = <T>(all: readonly T[]) => fc.constantFrom(...all);
  return {
    initial: { there: [], silent: [], shaken: [] },
    client: "alice",
    steady: true,
    opening: [does(steps.printsAnything("server"))],
    actions({ there, silent }) {
      const away = CAST.filter((who) => !there.includes(who));
      const here = [...there, ...silent];
      const who = some(away.length > 0 ? away : CAST);
      const how = fc.constantFrom("closes" as const, "resets" as const);
      return fc.oneof(
        { weight: 5, arbitrary: fc.record({ does: fc.constant("join" as const), who }) },
        { weight: 1, arbitrary: fc.record({ does: fc.constantFrom("connect" as const, "newline" as const), who }) },
        { weight: 1, arbitrary: fc.record({ does: fc.constant("bad" as const), who, number: fc.nat(BAD.length - 1) }) },
        {
          weight: here.length > 0 ? 4 : 0,
          arbitrary: fc.record({ does: fc.constant("leave" as const), who: some(here.length > 0 ? here : CAST), how }),
        },
      );
    },
    act,
    /** Everybody leaves; then somebody looks whether all of them have gone. */
    end: ({ there, silent }) => [
      ...[...there, ...silent].map(
        (who, i): Action => ({ does: "leave", who, how: i % 2 === 0 ? "closes" : "resets" }),
      ),
      { does: "join", who: "last" },
      { does: "leave", who: "last", how: "closes" },
    ],
  };
}

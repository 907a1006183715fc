/** Who comes and goes at a peers server: who is there, in the order in which they came, and who is connected without a name. */
import type { Claim, Kit, Model, Outcome } from "../../harness/exploration/model.ts";

const CAST: readonly string[] = ["alice", "bob", "carol", "dave", "Zoe", "b2", "x"];

type Action =
  | { readonly does: "join" | "connect"; readonly who: string }
  /** A name as people type it. */
  | { readonly does: "type"; readonly who: string; readonly newline: string }
  | { readonly does: "leave"; readonly who: string; readonly how: "closes" | "resets" | "half-closes" }
  /** Somebody says more than a name, or says a name that is in use. */
  | { readonly does: "say-more"; readonly who: string; readonly word: string }
  | { readonly does: "take-name"; readonly who: string }
  | { readonly does: "bad"; readonly who: string; readonly number: number };

interface State {
  readonly there: readonly string[];
  readonly silent: readonly string[];
  /** Somebody has left, or was sent away: the rule that would explain it if the others noticed. */
  readonly shaken: readonly string[];
}

/** A mebibyte. */
const LONG = "{long}";

/** Names that are none. */
const BAD: readonly (readonly [rule: string, name: string])[] = [
  ["PEERS-BAD-1", "\n"],
  ["PEERS-BAD-1", "\r\n"],
  ["PEERS-BAD-2", "a1b2c3d4e5f6g7h8i9j0k"],
  ["PEERS-BAD-3", "bo!"],
  ["PEERS-BAD-3", "bo by"],
  ["PEERS-BAD-3", " bo"],
  ["PEERS-BAD-3", "bo "],
  ["PEERS-BAD-3", "boé"],
  ["PEERS-BAD-3", "٣"],
  ["PEERS-BAD-3", "bo\udcff\udcfe"],
  ["PEERS-BAD-4", LONG],
];

/** Participants whose names are as short or as long as can be. */
const RARE: Readonly<Record<string, string>> = { short: "7", long: "a1b2c3d4e5f6g7h8i9j0" };

function nameOf(who: string): string {
  return RARE[who] ?? who;
}

const LEAVING = {
  closes: "PEERS-LEAVE-1",
  resets: "PEERS-LEAVE-2",
  "half-closes": "PEERS-LEAVE-4",
} as const;

export function server({ fc, steps }: Kit): Model<State, Action> {
  const { does, must } = steps;

  /** All who are there hear the list. */
  function told(there: readonly string[], rulesOf: (who: string) => readonly string[]): Claim[] {
    const sorted = there.map(nameOf).sort((a, b) => (a < b ? -1 : 1));
    const dictionary = there.map(nameOf).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    const order = [...(sorted.join() === dictionary.join() ? [] : ["PEERS-SORT-2"]), "PEERS-SORT-1"];
    const list = sorted.join(" ");
    return there.flatMap((who) => [
      must(rulesOf(who), steps.message("server", who, list), order),
      must("PEERS-CLI-1", steps.prints(who, list)),
    ]);
  }

  function act(state: State, action: Action): Outcome<State> | null {
    const { who } = action;
    const { there, silent, shaken } = state;
    const known = there.includes(who);
    const others = { there: there.filter((other) => other !== who), silent: silent.filter((other) => other !== who) };
    switch (action.does) {
      case "join":
      case "type": {
        if (known) return null;
        const after = { ...state, there: [...there, who], silent: others.silent };
        const said = steps.message(who, "server", `${nameOf(who)}${"newline" in action ? action.newline : ""}`);
        const line = action.does === "type" ? ["PEERS-NAME-1"] : who in RARE ? ["PEERS-NAME-4"] : [];
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
        if (!known && action.how === "half-closes") return null;
        const rule = known ? LEAVING[action.how] : "PEERS-NAME-3";
        const claims = [
          does(steps.closes(who, "server", action.how)),
          ...(known ? told(others.there, () => [...shaken, rule]) : []),
          ...(action.how === "half-closes" ? [must([...shaken, rule], steps.closes("server", who))] : []),
        ];
        return { state: { ...others, shaken: [known ? "PEERS-LEAVE-3" : rule] }, claims, otherwise: [rule] };
      }
      case "say-more": {
        if (!known) return null;
        const rules = ["PEERS-NAME-5"];
        const claims = [does(steps.message(who, "server", action.word)), does(steps.hearsAnything(who))];
        return { state: { ...state, shaken: rules }, claims, otherwise: rules };
      }
      case "take-name": {
        const owner = there.find((other) => other !== who);
        if (known || silent.includes(who) || owner === undefined) return null;
        const claims = [
          does(steps.message(who, "server", nameOf(owner))),
          must([...shaken, "PEERS-NAME-6"], steps.closes("server", who)),
          does(steps.closes(who, "server")),
        ];
        return { state: { ...others, shaken: ["PEERS-NAME-7"] }, claims, otherwise: ["PEERS-NAME-6"] };
      }
      case "bad": {
        if (known || silent.includes(who)) return null;
        const [rule, name] = BAD[action.number]!;
        const claims = [
          does(steps.message(who, "server", name === LONG ? [steps.filler(1024 * 1024)] : name)),
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
      const inside = some(here.length > 0 ? here : CAST);
      const is = <T extends string>(word: T) => fc.constant(word);
      return fc.oneof(
        { weight: 10, arbitrary: fc.record({ does: is("join"), who }) },
        { weight: 1, arbitrary: fc.record({ does: is("join"), who: some(Object.keys(RARE)) }) },
        { weight: 1, arbitrary: fc.record({ does: is("connect"), who }) },
        { weight: 1, arbitrary: fc.record({ does: is("type"), who, newline: some(["\n", "\r\n"]) }) },
        { weight: 3, arbitrary: fc.record({ does: is("bad"), who, number: fc.nat(BAD.length - 1) }) },
        { weight: 1, arbitrary: fc.record({ does: is("say-more"), who: inside, word: some(["zoe", "\n"]) }) },
        { weight: 1, arbitrary: fc.record({ does: is("take-name"), who }) },
        {
          weight: here.length > 0 ? 8 : 0,
          arbitrary: fc.record({
            does: is("leave"),
            who: inside,
            how: some(["closes", "resets", "closes", "resets", "half-closes"] as const),
          }),
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

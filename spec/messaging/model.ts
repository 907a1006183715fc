/**
 * Messaging as a state machine: who is connected, who has which name, and what has happened that a server may not have
 * got over. In diagrams that judge a client, it is alice's.
 */
import type { Claim, Kit, Model } from "../../harness/exploration/model.ts";

const CAST = ["alice", "bob", "carol", "Dave", "eve7"] as const;
const STRANGERS = ["zoe", "Yves"] as const;

type Action =
  | { readonly does: "register"; readonly who: string; readonly name: string }
  | { readonly does: "connect" | "list" | "help" | "quit" | "empty"; readonly who: string }
  | { readonly does: "lose"; readonly who: string; readonly how: "closes" | "resets" }
  | { readonly does: "broadcast"; readonly who: string; readonly text: string }
  | { readonly does: "private"; readonly who: string; readonly to: string; readonly text: string }
  | { readonly does: "wrong"; readonly who: string; readonly wrong: number };

interface State {
  /** All who are connected, with their names; null before they have one. */
  readonly peers: Readonly<Record<string, string | null>>;
  /** The rule that would explain it if a name that was given up were still there, by name. */
  readonly gone: Readonly<Record<string, string>>;
  /** The rule that would explain it if the server no longer served people as it should. */
  readonly shaken: readonly string[];
}

/** Lines to which the reply is ERROR: the rule, the line, and who says it: somebody with a name, without, or both. */
const WRONG: readonly (readonly [rule: string, line: string, by: "named" | "nameless" | "both"])[] = [
  ["MESSAGING-ERR-1", "DANCE", "both"],
  ["MESSAGING-ERR-1", "DANCE with me", "both"],
  ["MESSAGING-ERR-1", "REGISTERED alice", "both"],
  ["MESSAGING-ERR-1", "12", "both"],
  ["MESSAGING-ERR-2", "BROADCAST hello", "nameless"],
  ["MESSAGING-ERR-2", "MESSAGE alice hello", "nameless"],
  ["MESSAGING-ERR-2", "LIST", "nameless"],
  ["MESSAGING-ERR-3", "REGISTER", "nameless"],
  ["MESSAGING-ERR-3", "BROADCAST", "named"],
  ["MESSAGING-ERR-3", "MESSAGE", "named"],
  ["MESSAGING-ERR-3", "MESSAGE alice", "named"],
  ["MESSAGING-NAME-4", "REGISTER Mary Ann", "nameless"],
  ["MESSAGING-NAME-4", "REGISTER <nurse>", "nameless"],
  ["MESSAGING-NAME-4", "REGISTER a-b", "nameless"],
  ["MESSAGING-NAME-5", "REGISTER anna", "named"],
];

/** What a client sends must stand somewhere in the line that it prints, so it is one that no line has by chance. */
const WORDS = [
  "hi",
  "2",
  "Grüße",
  "世界",
  "🎉",
  "!",
  "{x}",
  "#;",
  '"',
  "\\n",
  "%s",
  "'",
  "OK",
  "ERROR",
  "QUIT",
  "alice",
];

export function model({ fc, steps, setting }: Kit): Model<State, Action> {
  const { does, must } = steps;
  const client = setting.judged === "client";

  const namesOf = (state: State): string[] => Object.values(state.peers).filter((name) => name !== null);
  /** The hole is called as in the handout's row: by it, dialects tell one reply from another. */
  const ok = (who: string, hole: string, rules: readonly string[]): Claim =>
    must(rules, steps.message("server", who, ["OK ", steps.hole(hole)]));
  const error = (who: string, rules: readonly string[]): Claim =>
    must(rules, steps.message("server", who, ["ERROR ", steps.hole("text")]));
  const says = (who: string, line: string): Claim[] => [
    does(steps.types(who, line)),
    must("MESSAGING-CLI-3", steps.message(who, "server", line)),
  ];

  function without(state: State, who: string, rule: string, shaken: string): State {
    const { [who]: name, ...peers } = state.peers;
    return { peers, gone: name == null ? state.gone : { ...state.gone, [name]: rule }, shaken: [shaken] };
  }

  function register(state: State, { who, name }: { readonly who: string; readonly name: string }) {
    if ((state.peers[who] ?? null) !== null) return null;
    const rule = client ? "MESSAGING-CLI-1" : "MESSAGING-NAME-1";
    const typed = [does(steps.types(who, name)), must(rule, steps.message(who, "server", `REGISTER ${name}`))];
    const peers = { ...state.peers, [who]: null };
    if (namesOf(state).includes(name)) {
      const rules = ["MESSAGING-NAME-2"];
      return { state: { ...state, peers }, claims: [...typed, error(who, rules)], otherwise: rules };
    }
    const { [name]: again, ...gone } = state.gone;
    const rules = [
      ...(again === undefined ? [] : [again]),
      ...state.shaken,
      ...(who in state.peers ? ["MESSAGING-NAME-3"] : []),
      "MESSAGING-NAME-1",
    ];
    const next = { ...state, peers: { ...peers, [who]: name }, gone };
    return { state: next, claims: [...typed, ok(who, "welcometext", rules)], otherwise: rules };
  }

  function act(state: State, action: Action) {
    const { who } = action;
    const known = who in state.peers;
    const name = state.peers[who] ?? null;
    const entries = Object.entries(state.peers).filter((each): each is [string, string] => each[1] !== null);
    // Alice's program registers her before anything else, and goes only when she says so.
    if (client && who === "alice" && (action.does === "connect" || action.does === "lose")) return null;
    switch (action.does) {
      case "connect":
        if (known) return null;
        return {
          state: { ...state, peers: { ...state.peers, [who]: null } },
          claims: [does(steps.connects(who, "server"))],
          otherwise: ["MESSAGING-NAME-1"],
        };
      case "register":
        return register(state, action);
      case "list": {
        if (name === null) return null;
        const sorted = namesOf(state).sort();
        const rules = [...Object.values(state.gone), ...state.shaken, "MESSAGING-LIST-1"];
        const claims = [
          ...says(who, "LIST"),
          must(rules, steps.message("server", who, `OK ${sorted.join(" ")}`)),
          must("MESSAGING-CLI-5", steps.printsSomething(who, sorted.at(-1)!)),
        ];
        return { state, claims, otherwise: ["MESSAGING-LIST-1"] };
      }
      case "help": {
        if (!known || (client && who === "alice" && name === null)) return null;
        const rules = [...state.shaken, "MESSAGING-ERR-4"];
        const reply = ["OK ", steps.hole("helptext"), "BROADCAST", steps.hole("aftertext")];
        return {
          state,
          claims: [...says(who, "HELP"), must(rules, steps.message("server", who, reply))],
          otherwise: rules,
        };
      }
      case "broadcast":
      case "private": {
        if (name === null) return null;
        const { text } = action;
        const all = action.does === "broadcast";
        const area = all ? "MESSAGING-ALL" : "MESSAGING-PRIVATE";
        const line = all ? `BROADCAST ${text}` : `MESSAGE ${action.to} ${text}`;
        const receivers = all
          ? entries.filter(([other]) => other !== who)
          : entries.filter(([, other]) => other === action.to);
        const lost = all ? undefined : state.gone[action.to];
        if (!all && receivers.length === 0) {
          const rules = [...(lost === undefined ? [] : [lost]), "MESSAGING-PRIVATE-3"];
          return { state, claims: [...says(who, line), error(who, rules)], otherwise: rules };
        }
        const rules = [...state.shaken, ...(/ {2}|[^\x20-\x7e]/.test(text) ? ["MESSAGING-ALL-3"] : []), `${area}-1`];
        // To oneself, either line may come first.
        const oneself = receivers.some(([other]) => other === who);
        if (oneself) return null;
        const claims = [
          ...says(who, line),
          ok(who, "senttext", [...state.shaken, all ? "MESSAGING-ALL-2" : "MESSAGING-PRIVATE-1"]),
          ...receivers.flatMap(([other]) => [
            must(rules, steps.message("server", other, `${all ? "BROADCAST" : "MESSAGE"} ${name} ${text}`)),
            must("MESSAGING-CLI-4", steps.printsSomething(other, text)),
          ]),
        ];
        return { state, claims, otherwise: [`${area}-2`] };
      }
      case "quit": {
        if (!known || (client && who === "alice")) return null;
        const claims = [
          ...says(who, "QUIT"),
          ok(who, "goodbyetext", [...state.shaken, "MESSAGING-QUIT-1"]),
          must("MESSAGING-QUIT-1", steps.closes("server", who)),
          does(steps.closes(who, "server")),
        ];
        const after = without(state, who, "MESSAGING-QUIT-2", "MESSAGING-QUIT-2");
        return { state: after, claims, otherwise: ["MESSAGING-QUIT-2"] };
      }
      case "lose":
        if (!known) return null;
        return {
          state: without(state, who, "MESSAGING-LOST-1", "MESSAGING-LOST-2"),
          claims: [does(steps.closes(who, "server", action.how))],
          otherwise: ["MESSAGING-LOST-2"],
        };
      case "empty": {
        if (client || !known) return null;
        // What the sender is told is the server's business, so nothing more is asked of this connection.
        const line = name === null ? "\udcff\udcfe\udcfd \udcc3(" : "";
        const claims = [
          does(steps.message(who, "server", line)),
          does(steps.hearsAnything(who)),
          does(steps.closes(who, "server")),
        ];
        return {
          state: without(state, who, "MESSAGING-LOST-1", "MESSAGING-ERR-5"),
          claims,
          otherwise: ["MESSAGING-ERR-5"],
        };
      }
      case "wrong": {
        const [rule, line, by] = WRONG[action.wrong]!;
        if (!known || (by !== "both" && (by === "named") !== (name !== null))) return null;
        if (client && who === "alice" && name === null) return null;
        const rules = [...state.shaken, rule];
        return {
          state: { ...state, shaken: [rule] },
          claims: [...says(who, line), error(who, rules)],
          otherwise: [rule],
        };
      }
    }
  }

  const someone = (all: readonly string[]) => fc.constantFrom(...all);
  const text = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("hello", "two   spaces", "Ward 7") },
    {
      weight: 3,
      arbitrary: fc
        .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(" ", "  ", "   ")), { minLength: 1, maxLength: 5 })
        .map((all) => all.flat().join("").trim()),
    },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 70_000 }).map((length) => "x".repeat(length)) },
  );

  function actions(state: State) {
    const there = Object.keys(state.peers);
    const named = there.filter((who) => state.peers[who] !== null);
    const away = CAST.filter((who) => !(who in state.peers));
    const nameless = [...CAST].filter((who) => (state.peers[who] ?? null) === null);
    const join = (who: string) =>
      fc.record({ does: fc.constant("register"), who: fc.constant(who), name: fc.constant(who) });
    const options: { weight: number; arbitrary: ReturnType<typeof fc.constant<Action>> }[] = [];
    const add = (weight: number, arbitrary: unknown): void => {
      options.push({ weight, arbitrary: arbitrary as ReturnType<typeof fc.constant<Action>> });
    };
    if (nameless.length > 0) {
      add(named.length < 3 ? 8 : 3, someone(nameless).chain(join));
      if (named.length > 0)
        add(2, fc.record({ does: fc.constant("register"), who: someone(nameless), name: someone(namesOf(state)) }));
    }
    if (client && !("alice" in state.peers)) return options[0]!.arbitrary;
    if (away.length > 0) add(2, fc.record({ does: fc.constant("connect"), who: someone(away) }));
    if (there.length > 0) {
      const who = someone(there);
      add(1, fc.record({ does: fc.constant("help"), who }));
      add(2, fc.record({ does: fc.constant("quit"), who }));
      add(2, fc.record({ does: fc.constant("lose"), who, how: fc.constantFrom("closes", "resets") }));
      add(1, fc.record({ does: fc.constant("empty"), who }));
      add(5, fc.record({ does: fc.constant("wrong"), who, wrong: fc.nat(WRONG.length - 1) }));
    }
    if (named.length > 0) {
      const who = someone(named);
      const to = fc.oneof(
        { weight: 5, arbitrary: someone(namesOf(state)) },
        { weight: 1, arbitrary: someone([...STRANGERS, ...Object.keys(state.gone)]) },
      );
      add(4, fc.record({ does: fc.constant("list"), who }));
      add(4, fc.record({ does: fc.constant("broadcast"), who, text }));
      add(6, fc.record({ does: fc.constant("private"), who, to, text }));
    }
    return fc.oneof(...options);
  }

  return {
    initial: { peers: {}, gone: {}, shaken: [] },
    client: "alice",
    steady: true,
    opening: [does(steps.printsAnything("server"))],
    actions,
    act,
    /** Everybody hangs up; then somebody looks whether all of them have gone. */
    end: (state) =>
      client
        ? []
        : [
            ...Object.keys(state.peers).map(
              (who, i): Action => ({ does: "lose", who, how: i % 2 ? "closes" : "resets" }),
            ),
            { does: "register", who: "last", name: "last" },
            { does: "list", who: "last" },
            { does: "quit", who: "last" },
          ],
  };
}

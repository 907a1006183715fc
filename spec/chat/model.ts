/**
 * Chat as a state machine: who has joined under which name, and what has happened that a server may not have got over.
 * In diagrams that judge a client, it is alice's.
 */
import type { Claim, Kit, Model } from "../../harness/exploration/model.ts";

const CAST = ["alice", "bob", "carol", "dave", "Zoe", "BOB"] as const;
const STRANGERS = ["yves", "zora"] as const;

type Action =
  | { readonly does: "join"; readonly who: string; readonly name: string }
  | { readonly does: "fill" }
  | { readonly does: "list" | "quit" | "disturb-list"; readonly who: string }
  | { readonly does: "lose"; readonly who: string; readonly how: "closes" | "resets" }
  | { readonly does: "call"; readonly who: string; readonly how: "closes" | "resets" }
  | { readonly does: "send"; readonly who: string; readonly names: readonly string[]; readonly text: string }
  | {
      readonly does: "file";
      readonly who: string;
      readonly names: readonly string[];
      readonly file: string;
      readonly content: string;
    }
  | { readonly does: "unknown"; readonly who: string; readonly text: string }
  | { readonly does: "bad"; readonly who: string; readonly bad: number }
  | { readonly does: "mistype"; readonly line: string };

interface State {
  /** The names of those who have joined, by participant. */
  readonly users: Readonly<Record<string, string>>;
  /** How many have joined to fill the server. */
  readonly extras: number;
  /** The rules that would explain it if a name that was given up were still there, by name. */
  readonly gone: Readonly<Record<string, string>>;
  /** The rule that would explain it if the server no longer served people as it should. */
  readonly shaken: readonly string[];
  readonly refused: boolean;
}

/** Malformed messages: the rule, the message of a sender of this name, and whether the sender has joined. */
const BAD: readonly (readonly [rule: string, message: (name: string) => string, joined: boolean])[] = [
  ["CHAT-BAD-1", (name) => `send_message ${name} hello`, true],
  ["CHAT-BAD-1", (name) => `send_message one ${name} hello`, true],
  ["CHAT-BAD-1", (name) => `send_file one ${name} notes.txt hello`, true],
  ["CHAT-BAD-2", (name) => `send_message -1 ${name} hello`, true],
  ["CHAT-BAD-2", (name) => `send_message 5 ${name} hello`, true],
  ["CHAT-BAD-2", (name) => `send_message 99999999999999999999 ${name} hello`, true],
  ["CHAT-BAD-2", (name) => `send_file 5 ${name} notes.txt hello`, true],
  ["CHAT-BAD-3", () => "send_message", true],
  ["CHAT-BAD-3", () => "send_message 1", true],
  ["CHAT-BAD-3", () => "send_file", true],
  ["CHAT-BAD-3", (name) => `send_file 1 ${name}`, true],
  ["CHAT-BAD-4", () => " ", true],
  ["CHAT-BAD-5", () => "join", false],
  ["CHAT-BAD-5", () => "join ", false],
  ["CHAT-BAD-6", (name) => `join ${name}`, true],
  ["CHAT-BAD-7", () => "\udcff\udcfe\udcfd\udcfc", true],
  ["CHAT-BAD-7", (name) => `send_message 1 ${name} \udcff\udcfe`, true],
  ["CHAT-BAD-9", () => "request_users_list", false],
  ["CHAT-BAD-9", (name) => `send_message 1 ${name} hello`, false],
];

/** Lines that a client refuses. */
const MISTYPED: readonly (readonly [rule: string, line: string])[] = [
  ["CHAT-CLI-1", "dance"],
  ["CHAT-CLI-1", "lists of things"],
  ["CHAT-CLI-2", "msg"],
  ["CHAT-CLI-2", "msg bob hello"],
  ["CHAT-CLI-2", "msg 5 bob hello"],
  ["CHAT-CLI-3", "file bob notes.txt"],
  ["CHAT-CLI-3", "file 5 bob notes.txt"],
  ["CHAT-CLI-4", "file 1 bob nowhere.txt"],
];

export function model(kit: Kit): Model<State, Action> {
  const { fc, steps, setting } = kit;
  const { does, must } = steps;
  const client = setting.judged === "client";
  const max = Number(setting.params["max"] ?? 10);

  const namesOf = (state: State): string[] => [
    ...Object.values(state.users),
    ...Array.from({ length: state.extras }, (_, i) => `guest${i + 1}`),
  ];
  const shown = (line: string, rules: string | readonly string[]): Claim =>
    must(rules, steps.printsSomething("server", line));
  const silent = (who: string): Claim[] => [does(steps.hearsAnything(who)), does(steps.closes(who, "server"))];

  /** Somebody goes: the name is free, and others are not to notice. */
  function without(state: State, who: string, rule: string, shaken: string): State {
    const { [who]: name, ...users } = state.users;
    return {
      ...state,
      users,
      gone: name === undefined ? state.gone : { ...state.gone, [name]: rule },
      shaken: [shaken],
    };
  }

  function join(state: State, who: string, name: string) {
    if (who in state.users) return null;
    const here = namesOf(state);
    const ask = does(steps.message(who, "server", `join ${name}`));
    const refuse = (error: string, line: string, rules: readonly string[]) => ({
      state: { ...state, refused: true },
      claims: [ask, must(rules, steps.message("server", who, error)), shown(line, rules), ...silent(who)],
      otherwise: rules,
    });
    if (here.length >= max) {
      // Which of the two errors comes is the server's business.
      if (here.includes(name) || client) return null;
      return refuse("err_server_full", "disconnected: server full", ["CHAT-JOIN-2", "CHAT-WIRE-10"]);
    }
    if (here.includes(name)) {
      if (client) return null;
      return refuse("err_username_unavailable", "disconnected: username not available", [
        "CHAT-JOIN-3",
        "CHAT-WIRE-11",
      ]);
    }
    const again = state.gone[name];
    const twin = here.some((other) => other.toLowerCase() === name.toLowerCase());
    const rules = [
      ...(again === "CHAT-QUIT-3" ? ["CHAT-JOIN-8"] : again?.startsWith("CHAT-LOST") ? ["CHAT-LOST-3"] : []),
      ...state.shaken,
      ...(twin ? ["CHAT-JOIN-9"] : []),
      ...(state.refused ? ["CHAT-JOIN-6"] : []),
      ...(Object.keys(state.gone).length > 0 ? ["CHAT-JOIN-7"] : []),
      "CHAT-JOIN-1",
    ];
    const { [name]: _, ...gone } = state.gone;
    const next = { ...state, users: { ...state.users, [who]: name }, gone };
    return { state: next, claims: [ask, shown(`join: ${name}`, rules)], otherwise: ["CHAT-JOIN-1"] };
  }

  function fill(state: State) {
    const here = namesOf(state).length;
    if (state.extras > 0 || here >= max || client) return null;
    const extras = max - here;
    const rules = [...state.shaken, ...(state.refused ? ["CHAT-JOIN-6"] : []), "CHAT-JOIN-7", "CHAT-JOIN-1"];
    const claims = Array.from({ length: extras }, (_, i) => [
      does(steps.message(`guest${i + 1}`, "server", `join guest${i + 1}`)),
      shown(`join: guest${i + 1}`, rules),
    ]).flat();
    return { state: { ...state, extras }, claims, otherwise: ["CHAT-JOIN-1"] };
  }

  function list(state: State, who: string) {
    const asker = state.users[who];
    if (asker === undefined) return null;
    const names = namesOf(state);
    const sorted = sort(names);
    const capitals = names.some((name) => name !== name.toLowerCase());
    const rules = [
      ...Object.values(state.gone),
      ...state.shaken,
      ...(state.refused ? ["CHAT-JOIN-4"] : []),
      ...(sorted.join() === names.join() ? [] : [capitals ? "CHAT-LIST-2" : "CHAT-LIST-1"]),
      "CHAT-LIST-3",
      "CHAT-WIRE-4",
    ];
    const words = `${sorted.length} ${sorted.join(" ")}`;
    const claims = [
      does(steps.types(who, "list")),
      must(["CHAT-WIRE-3"], steps.message(who, "server", "request_users_list")),
      must([...state.shaken, "CHAT-WIRE-3"], steps.prints("server", `request_users_list: ${asker}`)),
      does(steps.printsAnything("server")),
      must(rules, steps.message("server", who, `response_users_list ${words}`)),
      must("CHAT-WIRE-4", steps.prints(who, `list: ${sorted.join(" ")}`)),
    ];
    return { state, claims, otherwise: ["CHAT-LIST-3"] };
  }

  /** Texts and files are brought in the same way; the rules are named alike. */
  function deliver(
    state: State,
    who: string,
    names: readonly string[],
    typed: readonly Claim[],
    what: "msg" | "file",
    words: string,
    extra: readonly string[],
    got: (receiver: string) => Claim[],
  ) {
    const sender = state.users[who];
    if (sender === undefined) return null;
    const area = what === "msg" ? "MSG" : "FILE";
    const named = [...new Set(names)];
    const here = namesOf(state);
    const missing = named.filter((name) => !here.includes(name));
    const twice = named.length < names.length;
    const base = [...state.shaken, ...(state.refused ? ["CHAT-JOIN-4"] : [])];
    const unknown = [
      ...missing
        .map((name) => state.gone[name])
        .filter(Boolean)
        .map(() => "CHAT-QUIT-4"),
      `CHAT-${area}-${what === "msg" ? 8 : 4}`,
    ];
    const [verb, brings] = what === "msg" ? ["send_message", "forward_message"] : ["send_file", "forward_file"];
    const claims = [
      ...typed,
      must(
        `CHAT-WIRE-${what === "msg" ? 5 : 7}`,
        steps.message(who, "server", `${verb} ${names.length} ${names.join(" ")} ${words}`),
      ),
      ...missing.map((name) => shown(`${what}: ${sender} to non-existent user ${name}`, unknown)),
      // Where nobody is there, the line above is enough.
      ...(missing.length === named.length ? [] : [shown(`${what}: ${sender}`, [...base, `CHAT-${area}-1`])]),
      ...named.flatMap((name) => {
        const receiver =
          Object.entries(state.users).find((each) => each[1] === name)?.[0] ?? (here.includes(name) ? name : null);
        if (receiver === null) return [];
        const rules = [
          ...base,
          ...(missing.length > 0 ? unknown : []),
          ...(what === "msg" && name === sender ? ["CHAT-MSG-3"] : []),
          ...extra,
          `CHAT-${area}-1`,
        ];
        return [must(rules, steps.message("server", receiver, `${brings} 1 ${sender} ${words}`)), ...got(receiver)];
      }),
    ];
    const otherwise = [
      ...(twice ? [`CHAT-${area}-${what === "msg" ? 4 : 3}`] : []),
      ...(missing.length > 0 ? unknown : []),
      `CHAT-${area}-2`,
    ];
    return { state, claims, otherwise };
  }

  function act(state: State, action: Action) {
    switch (action.does) {
      case "join":
        return join(state, action.who, action.name);
      case "fill":
        return fill(state);
      case "list":
        return list(state, action.who);
      case "send": {
        const { who, names, text } = action;
        const sender = state.users[who];
        return deliver(
          state,
          who,
          names,
          [does(steps.types(who, `msg ${names.length} ${names.join(" ")} ${text}`))],
          "msg",
          text,
          textRules(text),
          (receiver) => [must("CHAT-CLI-6", steps.prints(receiver, `msg: ${sender}: ${text}`))],
        );
      }
      case "file": {
        const { who, names, file, content } = action;
        const sender = state.users[who];
        const typed = [
          does(steps.hasFile(who, file, content)),
          does(steps.types(who, `file ${names.length} ${names.join(" ")} ${file}`)),
        ];
        return deliver(state, who, names, typed, "file", `${file} ${content}`, fileRules(content), (receiver) => [
          must("CHAT-FILE-1", steps.prints(receiver, `file: ${sender}: ${file}`)),
          must(fileRules(content), steps.savesFile(receiver, `${state.users[receiver]}_${file}`, content)),
        ]);
      }
      case "quit": {
        const name = state.users[action.who];
        if (name === undefined || (client && action.who === "alice")) return null;
        const claims = [
          does(steps.types(action.who, "quit")),
          must("CHAT-WIRE-2", steps.message(action.who, "server", `disconnect ${name}`)),
          shown(`disconnected: ${name}`, [...state.shaken, "CHAT-QUIT-3"]),
          must("CHAT-QUIT-2", steps.closes("server", action.who)),
          does(steps.closes(action.who, "server")),
        ];
        return { state: without(state, action.who, "CHAT-QUIT-3", "CHAT-QUIT-5"), claims, otherwise: ["CHAT-QUIT-5"] };
      }
      case "lose": {
        if (!(action.who in state.users) || (client && action.who === "alice")) return null;
        const rule = action.how === "closes" ? "CHAT-LOST-1" : "CHAT-LOST-2";
        const claims = [does(steps.closes(action.who, "server", action.how))];
        return { state: without(state, action.who, rule, "CHAT-LOST-4"), claims, otherwise: ["CHAT-LOST-4"] };
      }
      case "call": {
        if (action.who in state.users || client) return null;
        const claims = [
          does(steps.connects(action.who, "server")),
          does(steps.closes(action.who, "server", action.how)),
        ];
        return { state: { ...state, shaken: ["CHAT-LOST-5"] }, claims, otherwise: ["CHAT-LOST-5"] };
      }
      case "unknown": {
        if (client) return null;
        const { who, text } = action;
        const name = state.users[who];
        const claims = [
          does(steps.message(who, "server", text)),
          must(name === undefined ? "CHAT-UNK-4" : "CHAT-WIRE-9", steps.message("server", who, "err_unknown_message")),
          ...(name === undefined ? [] : [shown(`disconnected: ${name} sent`, "CHAT-UNK-1")]),
          must(name === undefined ? "CHAT-UNK-4" : "CHAT-UNK-2", steps.closes("server", who)),
          does(steps.closes(who, "server")),
        ];
        const rule = name === undefined ? "CHAT-UNK-4" : "CHAT-UNK-3";
        return { state: without(state, who, "CHAT-UNK-3", rule), claims, otherwise: [rule] };
      }
      case "bad": {
        const { who, bad } = action;
        const [rule, message, joined] = BAD[bad]!;
        const name = state.users[who];
        if (client || joined !== (name !== undefined)) return null;
        const claims = [does(steps.message(who, "server", message(name ?? who))), ...silent(who)];
        return { state: without(state, who, rule, rule), claims, otherwise: [rule] };
      }
      case "disturb-list": {
        // Nobody can throw out another.
        const victim = Object.entries(state.users).find(([who]) => who !== action.who);
        if (client || victim === undefined || !(action.who in state.users)) return null;
        const claims = [does(steps.message(action.who, "server", `disconnect ${victim[1]}`)), ...silent(action.who)];
        return { state: without(state, action.who, "CHAT-LOST-1", "CHAT-BAD-10"), claims, otherwise: ["CHAT-BAD-10"] };
      }
      case "mistype": {
        if (!client || !("alice" in state.users)) return null;
        const rule = MISTYPED.find(([, line]) => line === action.line)?.[0] ?? "CHAT-CLI-1";
        const claims = [
          does(steps.types("alice", action.line)),
          must(rule, steps.prints("alice", "incorrect user input format")),
        ];
        return { state, claims, otherwise: [rule] };
      }
    }
  }

  const someone = (all: readonly string[]) => fc.constantFrom(...all);

  function actions(state: State) {
    const there = Object.keys(state.users).filter((who) => CAST.includes(who as (typeof CAST)[number]));
    const away = CAST.filter((who) => !there.includes(who));
    const join = (who: string) =>
      fc.record({ does: fc.constant("join" as const), who: fc.constant(who), name: fc.constant(who) });
    // A client is there from the beginning, or nothing can be said of it.
    if (client && !("alice" in state.users)) return join("alice");
    const options: { weight: number; arbitrary: ReturnType<typeof fc.constant<Action>> }[] = [];
    const add = (weight: number, arbitrary: unknown): void => {
      options.push({ weight, arbitrary: arbitrary as ReturnType<typeof fc.constant<Action>> });
    };
    if (away.length > 0) {
      add(there.length < 3 ? 8 : 3, someone(away).chain(join));
      add(1, fc.record({ does: fc.constant("call"), who: someone(away), how: fc.constantFrom("closes", "resets") }));
      add(1, fc.record({ does: fc.constant("unknown"), who: someone(away), text: nonsense }));
      add(1, fc.record({ does: fc.constant("bad"), who: someone(away), bad: fc.nat(BAD.length - 1) }));
      if (there.length > 0)
        add(2, fc.record({ does: fc.constant("join"), who: someone(away), name: someone(Object.values(state.users)) }));
    }
    add(1, fc.constant({ does: "fill" }));
    if (there.length > 0) {
      const who = someone(there);
      // Both ends matter: those who are there and those who are not.
      const name = fc.oneof(
        { weight: 6, arbitrary: someone(Object.values(state.users)) },
        {
          weight: 1,
          arbitrary: someone([
            ...STRANGERS,
            ...Object.keys(state.gone).filter((gone) => !namesOf(state).includes(gone)),
          ]),
        },
      );
      const names = fc.array(name, { minLength: 1, maxLength: 4 });
      add(4, fc.record({ does: fc.constant("list"), who }));
      add(8, fc.record({ does: fc.constant("send"), who, names, text }));
      add(
        3,
        fc.record({
          does: fc.constant("file"),
          who,
          names,
          file: fc.constantFrom("notes.txt", "a", "my-cv.pdf"),
          content,
        }),
      );
      add(2, fc.record({ does: fc.constant("quit"), who }));
      add(2, fc.record({ does: fc.constant("lose"), who, how: fc.constantFrom("closes", "resets") }));
      add(1, fc.record({ does: fc.constant("unknown"), who, text: nonsense }));
      add(2, fc.record({ does: fc.constant("bad"), who, bad: fc.nat(BAD.length - 1) }));
      add(1, fc.record({ does: fc.constant("disturb-list"), who }));
      if (client)
        add(4, fc.record({ does: fc.constant("mistype"), line: fc.constantFrom(...MISTYPED.map(([, line]) => line)) }));
    }
    return fc.oneof(...options);
  }

  const nonsense = fc.oneof(
    fc.constantFrom("dance", "hello there", "GET / HTTP/1.1", "0", "\\", "dance 1 bob hi"),
    fc.stringMatching(/^[xyz]{1,12}( [a-z]{1,5}){0,3}$/),
  );
  const word = fc.constantFrom(
    "hi",
    "a",
    "2",
    "1 bob",
    "alice",
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
    "-1",
    "'; --",
  );
  const space = client ? fc.constantFrom(" ", " ", "  ") : fc.constantFrom(" ", " ", "  ", "   ");
  const text = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("a", "hello", "two  spaces", "2 tickets") },
    {
      weight: 3,
      arbitrary: fc
        .array(fc.tuple(word, space), { minLength: 1, maxLength: 5 })
        .map((all) => all.flat().join("").trim()),
    },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 1000 }).map((length) => "x".repeat(length)) },
  );
  const content = fc.oneof(
    fc.constantFrom("a", "", "buy milk\n", " a ", "a\r\n\n\nb\n"),
    fc
      .array(fc.tuple(word, fc.constantFrom(" ", "\n", "  ", "\t", "\r\n")), { maxLength: 5 })
      .map((all) => all.flat().join("")),
    fc.integer({ min: 1, max: 1000 }).map((length) => "x".repeat(length)),
  );

  /** Everybody hangs up; then somebody looks whether all of them have gone. */
  function end(state: State): Action[] {
    if (client) return [];
    const leaving = Object.keys(state.users).map(
      (who, i): Action => ({ does: "lose", who, how: i % 2 === 0 ? "closes" : "resets" }),
    );
    return [
      ...leaving,
      { does: "join", who: "last", name: "last" },
      { does: "list", who: "last" },
      { does: "quit", who: "last" },
    ];
  }

  return {
    initial: { users: {}, extras: 0, gone: {}, shaken: [], refused: false },
    opening: [does(steps.printsAnything("server"))],
    actions,
    act,
    end,
  };
}

function sort(names: readonly string[]): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : 1));
}

function textRules(text: string): string[] {
  return [
    ...(/ {2}/.test(text) ? ["CHAT-MSG-5"] : []),
    ...(/[^\x20-\x7e]/.test(text) ? ["CHAT-MSG-6"] : []),
    ...(/\d|alice|bob/.test(text) ? ["CHAT-MSG-7"] : []),
    ...(text.length > 100 ? ["CHAT-MSG-9"] : []),
  ];
}

function fileRules(content: string): string[] {
  return [
    ...(content === "" ? ["CHAT-FILE-6"] : []),
    ...(/\n|\r|\t| {2}|^\s|\s$/.test(content) ? ["CHAT-FILE-5"] : []),
    ...(content.length > 100 ? ["CHAT-FILE-8"] : []),
    "CHAT-FILE-1",
  ];
}

/**
 * Chat as a state machine: who has joined under which name, and what has happened that a server may not have got over.
 * In diagrams that judge a client, it is alice's.
 */
import type { Claim, Kit, Model, Outcome } from "../../harness/exploration/model.ts";
import { type Action, CAST, drawing, MALFORMED, MISTYPED } from "./actions.ts";

export { concurrent } from "./membership.ts";

interface State {
  /** The names of those who have joined, by participant, in the order in which they came. */
  readonly users: Readonly<Record<string, string>>;
  /** Guests have come to fill the server. */
  readonly filled: boolean;
  /** Who is connected and has said nothing. */
  readonly silent: readonly string[];
  /** The rules that would explain it if a name that was given up were still there, by name. */
  readonly gone: Readonly<Record<string, string>>;
  /** The rule that would explain it if the server no longer served people as it should. */
  readonly shaken: readonly string[];
  /** Something has come for alice. */
  readonly heard: boolean;
  /** The rules that would explain it if somebody who was refused had left something behind. */
  readonly refused: readonly string[];
}

type Next = Outcome<State> | null;

export function model(kit: Kit): Model<State, Action> {
  const { steps, setting } = kit;
  const { does, must } = steps;
  const client = setting.judged === "client";
  const max = Number(setting.params["max"] ?? 10);
  const any = drawing(kit);

  const namesOf = ({ users }: State): string[] => Object.values(users);
  const holderOf = ({ users }: State, name: string): string => {
    return Object.keys(users).find((who) => users[who] === name) ?? name;
  };
  /** What a client that is judged may not be ready for any more. */
  const ready = ({ heard }: State): string[] => (client && heard ? ["CHAT-CLI-6"] : []);
  const shown = (line: string, rules: readonly string[]): Claim => must(rules, steps.printsSomething("server", line));
  const listed = (names: readonly string[]): string => `response_users_list ${names.length} ${sort(names).join(" ")}`;

  /** Somebody goes: the name is free, and others are not to notice. */
  function without(state: State, who: string, rule: string, shaken: string): State {
    const { [who]: name, ...users } = state.users;
    const gone = name === undefined ? state.gone : { ...state.gone, [name]: rule };
    return { ...state, users, gone, silent: state.silent.filter((other) => other !== who), shaken: [shaken] };
  }

  function join(state: State, who: string, name: string): Next {
    if (who in state.users) return null;
    const here = namesOf(state);
    const full = here.length >= max;
    const taken = here.includes(name);
    // Which of the two errors comes is the server's business.
    if ((full && taken) || (client && (full || taken))) return null;
    const ask = does(steps.message(who, "server", `join ${name}`));
    if (full || taken) {
      const [error, reason, rule, later] = full
        ? ["err_server_full", "server full", ["CHAT-JOIN-2", "CHAT-WIRE-10"], ["CHAT-JOIN-2"]]
        : ["err_username_unavailable", "username not available", ["CHAT-JOIN-3", "CHAT-WIRE-11"], ["CHAT-JOIN-4"]];
      const rules = [...state.refused, ...(full ? [] : state.shaken), ...rule];
      const claims = [
        ask,
        must(rules, steps.message("server", who, error)),
        shown(`disconnected: ${reason}`, rules),
        does(steps.hearsAnything(who)),
        does(steps.closes(who, "server")),
      ];
      return { state: { ...state, refused: later }, claims, otherwise: rules };
    }
    const again = state.gone[name];
    const twin = here.some((other) => other.toLowerCase() === name.toLowerCase());
    const rules = [
      ...hard(state),
      ...placesOf(state),
      ...(again === "CHAT-QUIT-3" ? ["CHAT-JOIN-8"] : again?.startsWith("CHAT-LOST") ? ["CHAT-LOST-3"] : []),
      ...(twin ? ["CHAT-JOIN-9"] : []),
      ...state.shaken,
      "CHAT-JOIN-1",
    ];
    const { [name]: _, ...gone } = state.gone;
    const silent = state.silent.filter((other) => other !== who);
    const next = { ...state, users: { ...state.users, [who]: name }, gone, silent };
    return { state: next, claims: [ask, shown(`join: ${name}`, rules)], otherwise: [...state.shaken, "CHAT-JOIN-1"] };
  }

  /** What may be wrong when there is no room though there should be. */
  function placesOf(state: State): string[] {
    const left = Object.keys(state.gone).length > 0 && state.filled;
    const refused = state.refused.map((rule) => (rule === "CHAT-JOIN-4" ? "CHAT-JOIN-6" : rule));
    return [...refused, ...(left ? ["CHAT-JOIN-7"] : [])];
  }

  function fill(state: State, room: number): Next {
    const guests = max - room - namesOf(state).length;
    if (state.filled || guests < 1 || client) return null;
    const rules = [...hard(state), ...placesOf({ ...state, filled: true }), ...state.shaken, "CHAT-JOIN-1"];
    const claims = Array.from({ length: guests }, (_, i) => [
      does(steps.message(guest(i), "server", `join ${guest(i)}`)),
      shown(`join: ${guest(i)}`, rules),
    ]);
    const users = { ...state.users };
    for (let i = 0; i < guests; i++) users[guest(i)] = guest(i);
    return {
      state: { ...state, users, filled: true },
      claims: claims.flat(),
      otherwise: [...state.shaken, "CHAT-JOIN-1"],
    };
  }

  function list(state: State, who: string): Next {
    const asker = state.users[who];
    if (asker === undefined) return null;
    const names = namesOf(state);
    const sorted = sort(names);
    const dictionary = [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    const rules = [
      ...Object.values(state.gone).reverse(),
      ...state.refused,
      ...state.shaken,
      "CHAT-LIST-3",
      "CHAT-WIRE-4",
    ];
    const order = [...(sorted.join() === dictionary.join() ? [] : ["CHAT-LIST-2"]), "CHAT-LIST-1"];
    const asked = [...ready(state), ...state.shaken, "CHAT-WIRE-3"];
    const claims = [
      does(steps.types(who, "list")),
      must(asked, steps.message(who, "server", "request_users_list")),
      must(asked, steps.prints("server", `request_users_list: ${asker}`)),
      does(steps.printsAnything("server")),
      must(rules, steps.message("server", who, listed(names)), order),
      must("CHAT-WIRE-4", steps.prints(who, `list: ${sorted.join(" ")}`)),
    ];
    return { state, claims, otherwise: [...state.shaken, "CHAT-LIST-3"] };
  }

  /** Texts and files are brought in the same way, and their rules are alike. */
  function deliver(state: State, action: Extract<Action, { does: "send" | "file" }>): Next {
    const { who, names } = action;
    const sender = state.users[who];
    if (sender === undefined) return null;
    const file = action.does === "file";
    const area = file ? "FILE" : "MSG";
    const what = file ? "file" : "msg";
    const words = file ? `${action.file} ${action.content}` : action.text;
    const here = namesOf(state);
    const named = [...new Set(names)];
    const missing = named.filter((name) => !here.includes(name));
    const stranger = missing
      .map((name) => state.gone[name]?.replace(/CHAT-QUIT-\d/, "CHAT-QUIT-4").replace(/CHAT-LOST-\d/, "CHAT-LOST-4"))
      .filter(isThere);
    const unknown = [...stranger, ...state.refused, `CHAT-${area}-${file ? 4 : 8}`];
    const content = file ? fileRules(action.content) : textRules(action.text);
    const brought = (name: string): readonly string[] => [
      ...state.refused,
      ...state.shaken,
      ...content,
      ...(missing.length > 0 ? unknown : []),
      ...(!file && name === sender ? ["CHAT-MSG-3"] : []),
      `CHAT-${area}-1`,
    ];
    const list = `${names.length} ${names.join(" ")}`;
    const claims = [
      ...(file ? [does(steps.hasFile(who, action.file, action.content))] : []),
      does(steps.types(who, `${what} ${list} ${file ? action.file : action.text}`)),
      must(
        [...ready(state), file ? "CHAT-WIRE-7" : "CHAT-WIRE-5"],
        steps.message(who, "server", `${file ? "send_file" : "send_message"} ${list} ${words}`),
      ),
      // These first: the line for the message is the beginning of each of them.
      ...missing.map((name) => shown(`${what}: ${sender} to non-existent user ${name}`, unknown)),
      ...(missing.length === named.length ? [] : [shown(`${what}: ${sender}`, [...state.shaken, `CHAT-${area}-1`])]),
      ...named
        .filter((name) => here.includes(name))
        .flatMap((name) => {
          const receiver = holderOf(state, name);
          const kind = file ? "forward_file" : "forward_message";
          const arrives = must(brought(name), steps.message("server", receiver, `${kind} 1 ${sender} ${words}`));
          if (!file) return [arrives, must("CHAT-CLI-6", steps.prints(receiver, `msg: ${sender}: ${action.text}`))];
          return [
            arrives,
            must("CHAT-FILE-1", steps.prints(receiver, `file: ${sender}: ${action.file}`)),
            must([...content, "CHAT-FILE-1"], steps.savesFile(receiver, `${name}_${action.file}`, action.content)),
          ];
        }),
    ];
    const heard = state.heard || named.some((name) => holderOf(state, name) === "alice");
    const otherwise = [
      ...state.shaken,
      ...(named.length < names.length ? [`CHAT-${area}-${file ? 3 : 4}`] : []),
      `CHAT-${area}-2`,
    ];
    return { state: { ...state, heard }, claims, otherwise };
  }

  function unknown(state: State, who: string, text: string): Next {
    if (client) return null;
    const name = state.users[who];
    const rule = name === undefined ? "CHAT-UNK-4" : "CHAT-UNK-3";
    const suspects = (rule: string): string[] => [...state.shaken, rule];
    const claims = [
      does(steps.message(who, "server", text)),
      must(
        name === undefined ? suspects("CHAT-UNK-4") : [...state.shaken, "CHAT-UNK-2", "CHAT-WIRE-9"],
        steps.message("server", who, "err_unknown_message"),
      ),
      ...(name === undefined ? [] : [shown(`disconnected: ${name} sent`, suspects("CHAT-UNK-1"))]),
      must(suspects(name === undefined ? "CHAT-UNK-4" : "CHAT-UNK-2"), steps.closes("server", who)),
      does(steps.closes(who, "server")),
    ];
    return { state: without(state, who, "CHAT-UNK-3", rule), claims, otherwise: suspects(rule) };
  }

  /** What happens to the sender of such a thing is the server's business, so we hang up; the others do not notice. */
  function disturb(state: State, who: string, message: string, rule: string): Next {
    if (client) return null;
    const claims = [
      does(steps.message(who, "server", message)),
      does(steps.hearsAnything(who)),
      does(steps.closes(who, "server")),
    ];
    return { state: without(state, who, rule, rule), claims, otherwise: [rule] };
  }

  /** Two want one name, or the last place. Who wins is open. */
  function race(state: State, [first = "", second = ""]: readonly string[], same: boolean): Next {
    const here = namesOf(state);
    const busy = (who: string): boolean => who in state.users || state.silent.includes(who);
    if (client || busy(first) || busy(second) || here.includes(first)) return null;
    if (same ? max - here.length < 2 : max - here.length !== 1 || here.includes(second)) return null;
    // Names and places that somebody has had before, or something like them, are for other actions.
    const used = [...here, ...Object.keys(state.gone)].map((name) => name.toLowerCase());
    if ([first, second].some((who) => used.includes(who.toLowerCase())) || (!same && used.length > here.length))
      return null;
    if (first.toLowerCase() === second.toLowerCase() || state.refused.length > 0) return null;
    const rule = same ? "CHAT-TIME-3" : "CHAT-TIME-2";
    const wins = (winner: string, loser: string) => [
      steps.message("server", loser, same ? "err_username_unavailable" : "err_server_full"),
      steps.printsSomething("server", `join: ${same ? first : winner}`),
      steps.hearsNothing(winner),
      steps.hearsAnything(loser),
      steps.closes(loser, "server"),
      steps.closes(winner, "server"),
    ];
    const claims = [
      does(steps.connects(first, "server")),
      does(steps.connects(second, "server")),
      does(
        steps.par(
          [steps.message(first, "server", `join ${first}`)],
          [steps.message(second, "server", `join ${same ? first : second}`)],
        ),
      ),
      must([...hard(state), rule], steps.alt(wins(first, second), wins(second, first))),
    ];
    const names = same ? [first] : [first, second];
    const gone = { ...state.gone, ...Object.fromEntries(names.map((name) => [name, "CHAT-LOST-1"])) };
    const refused = [same ? "CHAT-JOIN-4" : "CHAT-JOIN-2"];
    return { state: { ...state, gone, refused, shaken: ["CHAT-LOST-4"] }, claims, otherwise: [rule] };
  }

  function joinTogether(state: State, who: readonly string[]): Next {
    const here = namesOf(state);
    const busy = (each: string): boolean => each in state.users || state.silent.includes(each) || here.includes(each);
    const names = new Set([...here, ...Object.keys(state.gone), ...who].map((name) => name.toLowerCase()));
    const fresh = names.size === here.length + Object.keys(state.gone).length + who.length;
    if (client || !fresh || who.some(busy) || here.length + who.length > max) return null;
    const rules = [...hard(state), "CHAT-TIME-1"];
    const branches = who.map((each) => [
      steps.message(each, "server", `join ${each}`),
      steps.printsSomething("server", `join: ${each}`),
    ]);
    const users = { ...state.users, ...Object.fromEntries(who.map((each) => [each, each])) };
    return { state: { ...state, users }, claims: [must(rules, steps.par(...branches))], otherwise: rules };
  }

  function sendTogether(state: State, who: readonly string[], to: string, text: string): Next {
    const receiver = state.users[to];
    if (client || receiver === undefined || who.some((sender) => !(sender in state.users))) return null;
    const branches = who.map((sender) =>
      [`first ${text}`, `second ${text}`].flatMap((line) => [
        steps.message(sender, "server", `send_message 1 ${receiver} ${line}`),
        steps.message("server", to, `forward_message 1 ${state.users[sender]} ${line}`),
      ]),
    );
    const rules = [...state.shaken, "CHAT-TIME-4"];
    return { state, claims: [must(rules, steps.par(...branches))], otherwise: rules };
  }

  function leaveMeanwhile(state: State, action: Extract<Action, { does: "leave-meanwhile" }>): Next {
    const { who, to, leaver, how, text } = action;
    const all = [who, to, leaver];
    if (client || leaver === who || leaver === to || all.some((each) => !(each in state.users))) return null;
    const [sender, receiver] = [state.users[who], state.users[to]];
    const claims = [
      must(
        [...state.shaken, "CHAT-LOST-4"],
        steps.par(
          [
            steps.message(who, "server", `send_message 2 ${state.users[leaver]} ${receiver} ${text}`),
            steps.message("server", to, `forward_message 1 ${sender} ${text}`),
          ],
          [steps.closes(leaver, "server", how)],
        ),
      ),
    ];
    const rule = how === "closes" ? "CHAT-LOST-1" : "CHAT-LOST-2";
    return { state: without(state, leaver, rule, "CHAT-LOST-4"), claims, otherwise: ["CHAT-LOST-4"] };
  }

  function act(state: State, action: Action): Next {
    // Alice's program goes only when it is told to.
    const own = client && "who" in action && action.who === "alice";
    switch (action.does) {
      case "join":
        return join(state, action.who, action.name);
      case "fill":
        return fill(state, action.room);
      case "list":
        return list(state, action.who);
      case "send":
      case "file":
        return deliver(state, action);
      case "quit": {
        const { who } = action;
        const name = state.users[who];
        if (name === undefined || own) return null;
        const claims = [
          does(steps.types(who, "quit")),
          must("CHAT-WIRE-2", steps.message(who, "server", `disconnect ${name}`)),
          shown(`disconnected: ${name}`, [...state.shaken, "CHAT-WIRE-2"]),
          must([...state.shaken, "CHAT-QUIT-2"], steps.closes("server", who)),
          does(steps.closes(who, "server")),
        ];
        return { state: without(state, who, "CHAT-QUIT-3", "CHAT-QUIT-5"), claims, otherwise: ["CHAT-QUIT-5"] };
      }
      case "lose": {
        const { who, how } = action;
        if (!(who in state.users || state.silent.includes(who)) || own) return null;
        const rule = how === "closes" ? "CHAT-LOST-1" : "CHAT-LOST-2";
        const after = without(state, who, rule, who in state.users ? "CHAT-LOST-4" : "CHAT-LOST-5");
        return { state: after, claims: [does(steps.closes(who, "server", how))], otherwise: after.shaken };
      }
      case "wait": {
        const { who } = action;
        if (who in state.users || state.silent.includes(who) || client) return null;
        const claims = [does(steps.connects(who, "server"))];
        const rules = ["CHAT-LOST-6"];
        return { state: { ...state, silent: [...state.silent, who], shaken: rules }, claims, otherwise: rules };
      }
      case "call": {
        const { who, how } = action;
        if (who in state.users || state.silent.includes(who) || client) return null;
        const claims = [does(steps.connects(who, "server")), does(steps.closes(who, "server", how))];
        return { state: { ...state, shaken: ["CHAT-LOST-5"] }, claims, otherwise: [...state.shaken, "CHAT-LOST-5"] };
      }
      case "unknown":
        return unknown(state, action.who, action.text);
      case "malformed": {
        const [rule, message, joined] = MALFORMED[action.number]!;
        const name = state.users[action.who];
        if (joined !== (name !== undefined)) return null;
        return disturb(state, action.who, message(name ?? action.who), rule);
      }
      case "throw-out": {
        const victim = Object.entries(state.users).find(([who]) => who !== action.who)?.[1];
        if (victim === undefined || !(action.who in state.users)) return null;
        return disturb(state, action.who, `disconnect ${victim}`, "CHAT-BAD-10");
      }
      case "race":
        return race(state, action.who, action.same);
      case "join-together":
        return joinTogether(state, action.who);
      case "send-together":
        return sendTogether(state, action.who, action.to, action.text);
      case "leave-meanwhile":
        return leaveMeanwhile(state, action);
      case "mistype": {
        if (!client || !("alice" in state.users)) return null;
        const rule = MISTYPED.find(([, line]) => line === action.line)?.[0] ?? "CHAT-CLI-1";
        const claims = [
          does(steps.types("alice", action.line)),
          must([...ready(state), rule], steps.prints("alice", "incorrect user input format")),
        ];
        return { state, claims, otherwise: [rule] };
      }
    }
  }

  /** Everybody hangs up; then somebody looks whether all of them have gone. */
  function end(state: State): Action[] {
    if (client) return [];
    const there = [...CAST.filter((who) => who in state.users), ...state.silent];
    const leaving = there.map((who, i): Action => ({ does: "lose", who, how: i % 2 === 0 ? "closes" : "resets" }));
    if (state.filled) return leaving;
    const last = { who: "last", name: "last" };
    return [...leaving, { does: "join", ...last }, { does: "list", ...last }, { does: "quit", ...last }];
  }

  return {
    initial: { users: {}, filled: false, silent: [], gone: {}, shaken: [], heard: false, refused: [] },
    client: "alice",
    steady: true,
    opening: [does(steps.printsAnything("server"))],
    actions: (state) => {
      const there = CAST.filter((who) => who in state.users);
      const names = there.map((who) => state.users[who]!);
      const gone = Object.keys(state.gone).filter((name) => !names.includes(name));
      const away = CAST.filter((who) => !there.includes(who));
      return any({ there, away, names, gone, places: max - namesOf(state).length });
    },
    act,
    end,
  };
}

/** In the order in which they come, which is also that of their names. */
function guest(i: number): string {
  return `guest${String(i + 1).padStart(3, "0")}`;
}

/** What servers do not survive goes before what they do not notice. */
function hard({ shaken }: State): string[] {
  return shaken.filter((rule) => /-(?:BAD|UNK|LOST-5|LOST-6)/.test(rule));
}

function sort(names: readonly string[]): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : 1));
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function textRules(text: string): string[] {
  return [
    ...(/ {2}/.test(text) ? ["CHAT-MSG-5"] : []),
    ...(/[^\x20-\x7e]/.test(text) ? ["CHAT-MSG-6"] : []),
    ...(/^\d|alice|bob/.test(text) ? ["CHAT-MSG-7"] : []),
    ...(text.length > 100 ? ["CHAT-MSG-9"] : []),
  ];
}

function fileRules(content: string): string[] {
  return [
    ...(content === "" ? ["CHAT-FILE-6"] : []),
    ...(/\n|\r|\t| {2}|^\s|\s$/.test(content) ? ["CHAT-FILE-5"] : []),
    ...(content.length > 100 ? ["CHAT-FILE-8"] : []),
  ];
}

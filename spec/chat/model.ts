/**
 * Chat as a state machine: who has joined under which name, and what has happened that a server may not have got over.
 * In diagrams that judge a client, it is alice's.
 */
import type { Kit, Model } from "../../harness/exploration/model.ts";
import { type Action, CAST, drawing, MALFORMED, MISTYPED } from "./actions.ts";
import { delivery } from "./delivery.ts";
import { joining } from "./joining.ts";
import { type Next, namesOf, type State, shownWith, sort, without } from "./state.ts";
import { together } from "./together.ts";

export { concurrent } from "./membership.ts";

export function model(kit: Kit): Model<State, Action> {
  const { steps, setting } = kit;
  const { does, must } = steps;
  const client = setting.judged === "client";
  const max = Number(setting.params["max"] ?? 10);
  const any = drawing(kit);

  /** What a client that is judged may not be ready for any more. */
  const ready = ({ heard }: State): string[] => (client && heard ? ["CHAT-CLI-6"] : []);
  const shown = shownWith(steps);
  const { join, fill } = joining(kit);
  const deliver = delivery(kit, ready);
  const { race, joinTogether, sendTogether, leaveMeanwhile } = together(kit);
  const listed = (names: readonly string[]): string => `response_users_list ${names.length} ${sort(names).join(" ")}`;

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

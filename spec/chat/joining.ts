/** Somebody joins a chat server, or many do. */
import type { Kit } from "../../harness/exploration/model.ts";
import { hard, type Next, namesOf, type State, shownWith } from "./state.ts";

interface Joining {
  readonly join: (state: State, who: string, name: string) => Next;
  /** Guests come until there is room for so many more. */
  readonly fill: (state: State, room: number) => Next;
}

export function joining({ steps, setting }: Kit): Joining {
  const { does, must } = steps;
  const client = setting.judged === "client";
  const max = Number(setting.params["max"] ?? 10);
  const shown = shownWith(steps);

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

  return { join, fill };
}

/** In the order in which they come, which is also that of their names. */
function guest(i: number): string {
  return `guest${String(i + 1).padStart(3, "0")}`;
}

/** What happens to a chat server at the same moment. */
import type { Kit } from "../../harness/exploration/model.ts";
import type { Action } from "./actions.ts";
import { hard, type Next, namesOf, type State, without } from "./state.ts";

interface Together {
  /** Two want one name, or the last place. Who wins is open. */
  readonly race: (state: State, who: readonly string[], same: boolean) => Next;
  readonly joinTogether: (state: State, who: readonly string[]) => Next;
  readonly sendTogether: (state: State, who: readonly string[], to: string, text: string) => Next;
  readonly leaveMeanwhile: (state: State, action: Extract<Action, { does: "leave-meanwhile" }>) => Next;
}

export function together({ steps, setting }: Kit): Together {
  const { does, must } = steps;
  const client = setting.judged === "client";
  const max = Number(setting.params["max"] ?? 10);

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

  return { race, joinTogether, sendTogether, leaveMeanwhile };
}

/** Texts and files that a chat server brings to those who are named. */
import type { Kit } from "../../harness/exploration/model.ts";
import type { Action } from "./actions.ts";
import { type Next, namesOf, type State, shownWith } from "./state.ts";

type Sending = Extract<Action, { does: "send" | "file" }>;

/** @param ready what a client that is judged may not be ready for any more */
export function delivery(
  { steps }: Kit,
  ready: (state: State) => readonly string[],
): (state: State, action: Sending) => Next {
  const { does, must } = steps;
  const shown = shownWith(steps);

  /** Texts and files are brought in the same way, and their rules are alike. */
  function deliver(state: State, action: Sending): Next {
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

  return deliver;
}

function holderOf({ users }: State, name: string): string {
  return Object.keys(users).find((who) => users[who] === name) ?? name;
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

/** What is known of a chat server: who has joined, and what has happened that it may not have got over. */
import type { Claim, Kit, Outcome } from "../../harness/exploration/model.ts";

export interface State {
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

export type Next = Outcome<State> | null;

export function namesOf({ users }: State): string[] {
  return Object.values(users);
}

/** Somebody goes: the name is free, and others are not to notice. */
export function without(state: State, who: string, rule: string, shaken: string): State {
  const { [who]: name, ...users } = state.users;
  const gone = name === undefined ? state.gone : { ...state.gone, [name]: rule };
  return { ...state, users, gone, silent: state.silent.filter((other) => other !== who), shaken: [shaken] };
}

/** What servers do not survive goes before what they do not notice. */
export function hard({ shaken }: State): string[] {
  return shaken.filter((rule) => /-(?:BAD|UNK|LOST-5|LOST-6)/.test(rule));
}

export function sort(names: readonly string[]): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : 1));
}

/** A line on the server's screen. */
export function shownWith({ must, printsSomething }: Kit["steps"]): (line: string, rules: readonly string[]) => Claim {
  return (line, rules) => must(rules, printsSomething("server", line));
}

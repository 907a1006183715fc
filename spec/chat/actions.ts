/** What people, strangers and the network do to a chat server, and what a person does to a client. */
import type fastCheck from "fast-check";
import type { Kit } from "../../harness/exploration/model.ts";

export type Ending = "closes" | "resets";

export type Action =
  | { readonly does: "join"; readonly who: string; readonly name: string }
  /** Guests come until there is room for so many more. */
  | { readonly does: "fill"; readonly room: number }
  | { readonly does: "wait" | "list" | "quit" | "throw-out"; readonly who: string }
  | { readonly does: "lose" | "call"; readonly who: string; readonly how: Ending }
  | { readonly does: "send"; readonly who: string; readonly names: readonly string[]; readonly text: string }
  | {
      readonly does: "file";
      readonly who: string;
      readonly names: readonly string[];
      readonly file: string;
      readonly content: string;
    }
  | { readonly does: "unknown"; readonly who: string; readonly text: string }
  | { readonly does: "malformed"; readonly who: string; readonly number: number }
  /** At the same moment: two want one name or one place; several join; several send to one; one leaves meanwhile. */
  | { readonly does: "race"; readonly who: readonly string[]; readonly same: boolean }
  | { readonly does: "join-together"; readonly who: readonly string[] }
  | { readonly does: "send-together"; readonly who: readonly string[]; readonly to: string; readonly text: string }
  | {
      readonly does: "leave-meanwhile";
      readonly who: string;
      readonly to: string;
      readonly leaver: string;
      readonly how: Ending;
      readonly text: string;
    }
  | { readonly does: "mistype"; readonly line: string };

export const CAST: readonly string[] = ["alice", "bob", "carol", "dave", "Zoe", "BOB"];
export const STRANGERS: readonly string[] = ["yves", "zora"];
/** Names that nobody has whose name is written in a diagram as a participant. */
const ODD: readonly string[] = ["zoë.o'neill-7", "O'Brien", "007"];

/** Malformed messages: the rule, the message of a sender of this name, and whether the sender has joined. */
export const MALFORMED: readonly (readonly [rule: string, message: (name: string) => string, joined: boolean])[] = [
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
  ["CHAT-BAD-4", () => "  ", false],
  ["CHAT-BAD-5", () => "join", false],
  ["CHAT-BAD-5", () => "join ", false],
  ["CHAT-BAD-6", (name) => `join ${name}`, true],
  ["CHAT-BAD-7", () => "\udcff\udcfe\udcfd\udcfc", true],
  ["CHAT-BAD-7", (name) => `send_message 1 ${name} \udcff\udcfe`, true],
  ["CHAT-BAD-9", () => "request_users_list", false],
  ["CHAT-BAD-9", (name) => `send_message 1 ${name} hello`, false],
];

/** Lines that a client refuses. */
export const MISTYPED: readonly (readonly [rule: string, line: string])[] = [
  ["CHAT-CLI-1", "dance"],
  ["CHAT-CLI-1", "lists of things"],
  ["CHAT-CLI-2", "msg"],
  ["CHAT-CLI-2", "msg bob hello"],
  ["CHAT-CLI-2", "msg 5 bob hello"],
  ["CHAT-CLI-3", "file bob notes.txt"],
  ["CHAT-CLI-3", "file 5 bob notes.txt"],
  ["CHAT-CLI-4", "file 1 bob nowhere.txt"],
];

/** What is known of the moment in which an action is drawn. */
export interface Moment {
  /** Of the cast. */
  readonly there: readonly string[];
  readonly away: readonly string[];
  /** Names that somebody has, and names that nobody has any more. */
  readonly names: readonly string[];
  readonly gone: readonly string[];
  /** How many more may join. */
  readonly places: number;
}

type Any = fastCheck.Arbitrary<Action>;

/** How the actions of a moment are drawn. */
export function drawing({ fc, setting }: Kit): (moment: Moment) => Any {
  const client = setting.judged === "client";
  const max = Number(setting.params["max"] ?? 10);
  const some = <T>(all: readonly T[]) => fc.constantFrom(...all);
  const is = <T extends string>(word: T) => fc.constant(word);
  /** With little room left there are many guests, which is simplest with few. */
  const room = fc.nat({ max: 6 }).map((i) => [max - 2, max - 3, max - 4, 1, 1, 0, 0][i]!);
  const how = some<Ending>(["closes", "resets"]);
  // Capitals sort before small letters, so a few of them are enough.
  const person = (all: readonly string[]) => {
    const small = all.filter((who) => who === who.toLowerCase());
    return small.length === 0 ? some(all) : fc.oneof({ weight: 5, arbitrary: some(small) }, some(all));
  };
  const join = (who: string): Any => fc.record({ does: is("join"), who: is(who), name: is(who) });

  const word = some([..."hi a 2 Grüße 世界 🎉 ! {x} #; \" \\n %s ' -1 alice".split(" "), "1 bob", "'; --"]);
  const mixed = (spaces: readonly string[], most: number) =>
    fc.array(fc.tuple(word, some(spaces)), { minLength: 1, maxLength: most }).map((all) => all.flat().join(""));
  const long = fc.integer({ min: 1, max: 1000 }).map((length) => "x".repeat(length));
  const text = fc.oneof(
    { weight: 3, arbitrary: some(["a", "hello", "two  spaces", "2 tickets"]) },
    { weight: 3, arbitrary: mixed([" ", " ", "  ", "   "], 5).map((line) => line.trim()) },
    { weight: 2, arbitrary: long },
  );
  const content = fc.oneof(
    some(["a", "", "buy milk\n", " a ", "a\r\n\n\nb\n"]),
    mixed([" ", "\n", "  ", "\t", "\r\n"], 5),
    long,
  );
  const nonsense = fc.oneof(
    some(["dance", "hello there", "GET / HTTP/1.1", "0", "\\", "dance 1 bob hi"]),
    fc.stringMatching(/^[xyz]{1,12}( [a-z]{1,5}){0,3}$/),
  );
  const malformed = (joined: boolean) =>
    some([...MALFORMED.keys()].filter((number) => MALFORMED[number]![2] === joined));

  return ({ there, away, names, gone, places }) => {
    // A client is there from the beginning, or nothing can be said of it.
    if (client && !there.includes("alice")) return join("alice");
    const options: { weight: number; arbitrary: Any }[] = [];
    const add = (weight: number, arbitrary: Any): void => void options.push({ weight, arbitrary });
    add(1, fc.record({ does: is("fill"), room }));
    if (away.length > 0) {
      const who = some(away);
      add(there.length < 4 ? 10 : 3, person(away).chain(join));
      add(1, fc.record({ does: is("join"), who, name: some(ODD) }));
      add(1, fc.record({ does: is("wait"), who }));
      add(1, fc.record({ does: is("call"), who, how }));
      add(1, fc.record({ does: is("unknown"), who, text: nonsense }));
      add(2, fc.record({ does: is("malformed"), who, number: malformed(false) }));
      if (names.length > 0) add(2, fc.record({ does: is("join"), who, name: some(names) }));
      const pair = fc.uniqueArray(who, { minLength: 2, maxLength: 2 });
      if (away.length > 1) {
        add(places === 1 ? 9 : 2, fc.record({ does: is("race"), who: pair, same: fc.constant(places !== 1) }));
        add(1, fc.record({ does: is("join-together"), who: fc.uniqueArray(who, { minLength: 2 }) }));
      }
    }
    if (there.length > 0) {
      const who = some(there);
      const name = fc.oneof(
        { weight: 6, arbitrary: some(names) },
        { weight: 1, arbitrary: some([...STRANGERS, ...gone]) },
      );
      const several = fc.array(name, { minLength: 1, maxLength: 4 });
      add(4, fc.record({ does: is("list"), who }));
      add(8, fc.record({ does: is("send"), who, names: several, text }));
      const file = some(["notes.txt", "a", "my-cv.pdf"]);
      add(3, fc.record({ does: is("file"), who, names: several, file, content }));
      add(2, fc.record({ does: is("quit"), who }));
      add(2, fc.record({ does: is("lose"), who, how }));
      add(1, fc.record({ does: is("unknown"), who, text: nonsense }));
      add(4, fc.record({ does: is("malformed"), who, number: malformed(true) }));
      if (client) add(4, fc.record({ does: is("mistype"), line: some(MISTYPED.map(([, line]) => line)) }));
    }
    if (there.length > 1) {
      const who = some(there);
      add(1, fc.record({ does: is("throw-out"), who }));
      const three = fc.uniqueArray(who, { minLength: 2, maxLength: 3 });
      add(1, fc.record({ does: is("send-together"), who: three, to: who, text }));
      add(1, fc.record({ does: is("leave-meanwhile"), who, to: who, leaver: who, how, text }));
    }
    return fc.oneof(...options);
  };
}

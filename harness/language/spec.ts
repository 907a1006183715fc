/**
 * What a handout says, as values.
 *
 * Texts are strings in which a byte that is no valid UTF-8 stands as a lone surrogate U+DC80…U+DCFF
 * (as in Python's `surrogateescape`, PEP 383), so any bytes can be written, compared and printed.
 */

/** Where something stands: line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Malformed input is a value with a place. */
export interface Problem extends Place {
  /** What is wrong and what was expected, in one sentence without a full stop. */
  readonly message: string;
  /** An error stops; a warning (a rule without a scenario, say) is only told. */
  readonly severity: "error" | "warning";
}

/** How much of a text a hole takes. */
export type Takes =
  /** `{name}`: one word, no white space, not empty. */
  | "word"
  /** `{server}`, `{server2}`: where a server is found, `host:port`. */
  | "address"
  /** `{names...}`: a number, then as many words, each after one space. */
  | "counted"
  /** `{names*}`: all the words up to the end, none also. */
  | "words"
  /** `{text}`, `{filetext}`: everything up to the end, nothing also. */
  | "rest";

export type Piece =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "hole"; readonly name: string; readonly takes: Takes }
  /** `{text of 16 KiB}`: that many bytes of printable ASCII without spaces at its ends, the same wherever the same is written. */
  | { readonly kind: "filler"; readonly bytes: number };

/** Neighbouring literals are one piece, and no literal is empty. */
export type Text = readonly Piece[];

/** A row of `## Messages`: who may send it, and its format. */
export interface MessageFormat {
  readonly name: string;
  readonly sender: "client" | "server";
  readonly format: Text;
  readonly place: Place;
}

/** A row of `## Console`. The first of the formats is the handout's own, the others are accepted too. */
export interface ConsoleFormat {
  readonly who: "client" | "server";
  readonly does: "prints" | "types";
  readonly formats: readonly Text[];
  readonly place: Place;
}

interface At {
  readonly place: Place;
}

/** A participant's name, or `{hole}` for whichever participant it turns out to be. */
export type Who = string;

/** One line (or block) of a sequence diagram. */
export type Step =
  | ({ readonly kind: "message"; readonly from: Who; readonly to: Who; readonly text: Text } & At)
  | ({ readonly kind: "connects"; readonly from: Who; readonly to: Who } & At)
  | ({
      readonly kind: "closes";
      readonly from: Who;
      readonly to: Who;
      readonly how: "closes" | "resets" | "half-closes";
    } & At)
  | ({ readonly kind: "types"; readonly who: Who; readonly text: Text } & At)
  | ({ readonly kind: "prints"; readonly who: Who; readonly text: Text } & At)
  /** A new line of any wording; with `with`, one that holds these words (numbers as whole numbers). */
  | ({ readonly kind: "prints-something"; readonly who: Who; readonly with: Text | null } & At)
  /** A prompt: words behind which the program waits on the same line. */
  | ({ readonly kind: "prompts"; readonly who: Who; readonly text: Text } & At)
  /** Whatever is printed from here up to the next `prints` of this program is no business of this diagram. */
  | ({ readonly kind: "prints-anything"; readonly who: Who } & At)
  /** A program is killed, kept from running, let run again, or started once more in its folder. */
  | ({ readonly kind: "is-killed" | "hangs" | "goes-on" | "starts-again"; readonly who: Who } & At)
  | ({ readonly kind: "presses"; readonly who: Who; readonly key: "Ctrl+C" | "Ctrl+D" } & At)
  | ({ readonly kind: "exits"; readonly who: Who; readonly status: number | null } & At)
  | ({ readonly kind: "has-file"; readonly who: Who; readonly name: Text; readonly text: Text } & At)
  | ({ readonly kind: "saves-file"; readonly who: Who; readonly name: Text; readonly text: Text } & At)
  | ({ readonly kind: "hears-nothing"; readonly who: readonly Who[] } & At)
  /** Whatever reaches these up to their next step, a close too, is no business of this diagram. */
  | ({ readonly kind: "hears-anything"; readonly who: readonly Who[] } & At)
  /** What this server has told each client up to now are stretches of one history (see execution/history.ts). */
  | ({ readonly kind: "tells-one-history"; readonly who: Who } & At)
  | ({ readonly kind: "stops-reading"; readonly who: Who } & At)
  | ({ readonly kind: "reads-on"; readonly who: Who } & At)
  | ({ readonly kind: "starts-with"; readonly who: Who; readonly settings: Readonly<Record<string, string>> } & At)
  | ({ readonly kind: "fragment"; readonly name: string; readonly who: readonly Who[] } & At)
  | ({ readonly kind: "loop"; readonly over: Over; readonly steps: readonly Step[] } & At)
  /** With `over`, one branch that is run once for each value; otherwise the branches as written. */
  | ({ readonly kind: "par"; readonly over: Over | null; readonly branches: readonly (readonly Step[])[] } & At)
  | ({ readonly kind: "alt"; readonly branches: readonly (readonly Step[])[] } & At)
  | ({ readonly kind: "opt"; readonly steps: readonly Step[] } & At);

/** `user in user1..user{max}`: the ends are texts, since they may hold parameters. */
export interface Over {
  readonly variable: string;
  readonly first: Text;
  readonly last: Text;
}

/** One diagram. Written by hand, generated, shrunk or recorded, it is always this. */
export interface Scenario {
  /** The diagram's `title`, or its rule's title. */
  readonly name: string;
  readonly steps: readonly Step[];
  readonly place: Place;
}

export interface Rule {
  readonly id: string;
  readonly title: string;
  /** The heading of the section that it stands in. */
  readonly section: string;
  /** The first sentence of its prose that says MUST or SHOULD. */
  readonly sentence: string;
  readonly level: "MUST" | "SHOULD";
  /** Who must, if the sentence says "server" or "client" before its MUST: only these are judged by it, or a pair. */
  readonly subject: "server" | "client" | null;
  readonly points: number;
  readonly scenarios: readonly Scenario[];
  readonly place: Place;
}

/**
 * How messages are told apart on a connection. `length`: four bytes, big-endian, before each. `header-64`: before each
 * its length in decimal digits, padded with spaces to 64 bytes.
 */
export type Framing = "none" | "line" | "length" | `header-${number}`;

/** How a kind of program is started, and what it sends unasked once it has started (names of messages). */
export interface ProgramFormat {
  readonly args: string;
  readonly sends: readonly string[];
}

export interface ServerFormat extends ProgramFormat {
  /** `many`: it keeps nothing of people who have left, so one running server may serve many scenarios. */
  readonly serves: "one" | "many";
}

/** A request and its reply that change nothing: what was coming has come when the reply has. */
export interface Fence {
  readonly ask: Text;
  readonly reply: Text;
  /** What the server prints meanwhile. */
  readonly prints: Text | null;
  /** The name of the message that a connection must have sent before. */
  readonly after: string | null;
}

export interface Spec {
  readonly file: string;
  readonly protocol: string;
  readonly title: string;
  readonly params: Readonly<Record<string, string>>;
  readonly transport: "tcp" | "grpc";
  /** Where the `.proto` is, seen from the handout (gRPC only). */
  readonly proto: string | null;
  /** What frames the bytes that each side sends. */
  readonly framing: { readonly client: Framing; readonly server: Framing };
  readonly server: ServerFormat;
  readonly client: ProgramFormat;
  /** Programs that are neither, by the name of their participant. */
  readonly programs: Readonly<Record<string, ProgramFormat>>;
  readonly fence: Fence | null;
  /** With an open wire, programs may say the messages in their own way, and no rule asks for the handout's. */
  readonly wire: "fixed" | "open";
  /** Whether the words of message formats may come in capitals or in small letters. */
  readonly case: "exact" | "any";
  /** The rule that all diagrams are played for once more, with messages cut and merged. */
  readonly stream: string | null;
  readonly messages: readonly MessageFormat[];
  readonly console: readonly ConsoleFormat[];
  readonly rules: readonly Rule[];
  readonly fragments: ReadonlyMap<string, Scenario>;
}

/** Participants called `server…` are servers, `broker` a message broker, all others clients. */
export function isServer(who: Who): boolean {
  return /^server\d*$/.test(who);
}

export function isBroker(who: Who): boolean {
  return who === "broker";
}

export function isClient(who: Who): boolean {
  return !isServer(who) && !isBroker(who);
}

/** Whose messages those are that it sends: a broker passes on what servers have published. */
export function senderOf(who: Who): "client" | "server" {
  return isClient(who) ? "client" : "server";
}

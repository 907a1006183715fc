/**
 * What happened when a scenario was played: plain values (JSON) from which a verdict can be judged
 * at any later time. Texts are surrogate-escaped (see language/spec.ts).
 */
import type { Place } from "../language/spec.ts";
import type { Delivery } from "../projection/delivery.ts";

/** Which part of the diagram was played by programs under test. */
export type Role = "server" | "client" | "pair" | "program";

/** A row of the scenario as it was played: names changed, loops and fragments written out. */
export interface Row {
  /** What is shown in a ladder: an arrow between two participants, or a note over one or more. */
  readonly shape:
    | { readonly kind: "arrow"; readonly from: string; readonly to: string; readonly arrow: "->>" | "-)" | "-x" }
    | { readonly kind: "note"; readonly over: readonly string[] };
  readonly text: string;
  readonly place: Place;
  /** The fragment that it comes from. */
  readonly fragment: string | null;
  /**
   * done: the harness did it; met: a program under test did what was expected; unseen: nobody had to look
   * (between two played or two tested roles, or an outcome that was not taken); broken; open: it was not reached.
   */
  readonly state: "done" | "met" | "unseen" | "broken" | "open";
  /** Milliseconds since the scenario's start. */
  readonly at: number | null;
}

/** How it is known that nothing more comes. */
export type Silence =
  /** Every thread of the programs waits for input, and nothing is on its way. */
  | "waiting"
  /** A harmless round trip came back instead. */
  | "fence"
  /** Nothing came for much longer than replies took before. */
  | "window"
  /** Nothing came up to the deadline, though the program was busy. */
  | "deadline";

/** In which way a step was broken. */
export type Break =
  /** Something else came: at `offset` (in bytes) of it, the first difference. */
  | { readonly kind: "differs"; readonly offset: number }
  /** Only the beginning came. */
  | { readonly kind: "incomplete"; readonly silence: Silence }
  /** `elsewhere`: who has exactly that message unread. */
  | { readonly kind: "nothing"; readonly silence: Silence; readonly elsewhere?: string }
  /** The connection ended instead. */
  | { readonly kind: "closed"; readonly how: "FIN" | "RST" }
  /** The program ended instead, or with another status. */
  | { readonly kind: "exited"; readonly status: number | null; readonly signal: string | null }
  /** Something came although nothing should. */
  | { readonly kind: "unexpected" }
  /** Two clients were told different things, or one was told too much at once. */
  | { readonly kind: "history"; readonly expected: string; readonly why: string }
  /** A file is not there, but these are; or it is another one. */
  | { readonly kind: "file"; readonly there?: readonly string[] }
  /** Each answer may be right, but no order of what was asked at the same time explains all of them. */
  | { readonly kind: "disorder"; readonly timeline: readonly string[] };

export type Ending =
  /** Everything was met; `evidence` counts the steps that a program under test had to do, and did. */
  | { readonly kind: "complete"; readonly evidence: number }
  | {
      readonly kind: "broken";
      /** The row that broke; null for something left over at the end. */
      readonly row: number | null;
      readonly who: string;
      /** Where it was looked for: "connection", "screen", "program", "folder". */
      readonly channel: "connection" | "screen" | "program" | "folder";
      readonly expected: string;
      readonly got: string | null;
      readonly break: Break;
      /** What else was there, for guesses at the cause: earlier arrivals on the same channel, oldest first. */
      readonly before: readonly string[];
      /** What was printed there only while the program was being ended: it had not been flushed. */
      readonly late?: string;
    }
  /** The program did not start, never listened, or never connected. */
  | { readonly kind: "not-started"; readonly who: string; readonly why: string }
  /** Our side could not judge. */
  | { readonly kind: "gave-up"; readonly why: string }
  | { readonly kind: "not-applicable"; readonly why: string };

/** A program under test, as it was run. */
export interface Run {
  readonly who: string;
  /** The command line with everything filled in. */
  readonly command: string;
  /** The end of what it printed on stderr (at most 4 KiB). */
  readonly stderr: string;
  /** How it ended by itself, if it did before we ended it. */
  readonly exit: { readonly status: number | null; readonly signal: string | null } | null;
  /** It printed nothing before we ended it. */
  readonly silent: boolean;
  /** It was given a terminal to print on. */
  readonly onTerminal: boolean;
}

export interface Transcript {
  readonly rule: string;
  readonly scenario: string;
  /** The scenario's number within its rule, from 0. */
  readonly number: number;
  readonly role: Role;
  /** Participants under test, in the scenario's own names. */
  readonly under: readonly string[];
  readonly seed: number;
  /** How messages were delivered, where not whole and alone. */
  readonly delivery: Delivery | null;
  /** All participants, as named in this run, in order of appearance. */
  readonly participants: readonly string[];
  readonly rows: readonly Row[];
  readonly ending: Ending;
  readonly runs: readonly Run[];
  /** What was tolerated, each once: a trailing newline, unknown printed lines. */
  readonly notes: readonly string[];
  readonly durationMs: number;
  /** What holes turned out to be, and the rows in the order in which they were done and met; where asked for. */
  readonly heard?: { readonly holes: Readonly<Record<string, string>>; readonly order: readonly number[] };
  /** It was played several times, at slightly other times. */
  readonly raced?: boolean;
  /** A scenario of random play is saved as a file, so that it can be played again. */
  readonly saved?: { readonly file: string; readonly diagram: string };
}

/** A note that begins so quotes the first such line. */
export const UNKNOWN_LINES = "it prints lines that the handout does not know; they were passed over, such as: ";

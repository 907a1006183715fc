/**
 * What the harness does and expects when it plays everybody but the programs under test.
 * Pure values; the player (execution/) carries them out.
 */
import type { Text, Who } from "../language/spec.ts";
import type { Cut } from "./delivery.ts";
import type { Tree } from "./tree.ts";

/** The connection between a client and a server; `{hole}` for whichever client's it turns out to be. */
export interface Link {
  readonly client: Who;
  readonly server: Who;
}

/** Under adverse delivery (delivery.ts), what becomes of a message that the harness sends. */
export interface Delivered {
  readonly cut?: Cut;
  /** Messages that go out in the same segment. */
  readonly also?: readonly Text[];
  /** It went out with one before. */
  readonly sent?: boolean;
  /** The client closes its direction at once. */
  readonly isLast?: boolean;
}

/** Where several do something at the same time (timing.ts): so much later than the one before, in ms. */
export interface Timed {
  readonly after?: number;
}

/** Done by the harness, at once. */
export type Deed =
  /** Starts this client under test, if it does not run yet. */
  | { readonly kind: "start"; readonly who: Who }
  | ({ readonly kind: "send"; readonly link: Link; readonly text: Text } & Delivered & Timed)
  | { readonly kind: "connect"; readonly link: Link }
  | ({ readonly kind: "close"; readonly link: Link; readonly how: "closes" | "resets" | "half-closes" } & Timed)
  | { readonly kind: "type"; readonly who: Who; readonly text: Text }
  | { readonly kind: "press"; readonly who: Who; readonly key: "Ctrl+C" | "Ctrl+D" }
  /** Killed, kept from running, let run again, or started once more; a server that we play is not there, or is there again. */
  | { readonly kind: "kill" | "halt" | "go-on" | "start-again"; readonly who: Who }
  | { readonly kind: "give-file"; readonly who: Who; readonly name: Text; readonly text: Text }
  | { readonly kind: "stop-reading"; readonly link: Link }
  | { readonly kind: "read-on"; readonly link: Link }
  /** A played server has exited: nobody can connect any more. */
  | { readonly kind: "stop-listening"; readonly who: Who }
  /** Whatever comes on this link up to its next step is allowed. */
  | { readonly kind: "allow-link"; readonly link: Link }
  /** Whatever is printed up to the next expected line is allowed. */
  | { readonly kind: "allow-screen"; readonly who: Who };

/** Done by a program under test; the harness waits for it. The first text is the handout's own, the others are accepted. */
export type Expectation =
  | { readonly kind: "receive"; readonly link: Link; readonly texts: readonly Text[] }
  | { readonly kind: "connected"; readonly link: Link }
  | { readonly kind: "closed"; readonly link: Link }
  | { readonly kind: "printed"; readonly who: Who; readonly texts: readonly Text[] }
  | { readonly kind: "prompted"; readonly who: Who; readonly text: Text }
  | { readonly kind: "printed-something"; readonly who: Who; readonly with: Text | null }
  | { readonly kind: "exited"; readonly who: Who; readonly status: number | null }
  | { readonly kind: "saved"; readonly who: Who; readonly name: Text; readonly text: Text }
  /** What this server has told each client so far are stretches of one history. */
  | { readonly kind: "one-history"; readonly who: Who }
  /** Nothing more has come on any of these. */
  | { readonly kind: "silence"; readonly links: readonly Link[]; readonly screens: readonly Who[] };

export type Move = { readonly row: number; readonly fragment: string | null } & (
  | { readonly does: Deed }
  | { readonly expects: Expectation }
);

export interface Part {
  readonly moves: readonly Tree<Move>[];
  /** The participants that are programs under test. */
  readonly under: readonly Who[];
  /** Servers that the harness plays, so that clients under test can connect. */
  readonly playedServers: readonly Who[];
  /** Why the program's dialect cannot say something in it; null when it can say all. */
  readonly unsayable: string | null;
  /** Whether a message broker takes part: `watched` when what is published there is ours to take. */
  readonly broker: "watched" | "unwatched" | null;
  /** Settings of `starts with`, by participant. */
  readonly settings: ReadonlyMap<Who, Readonly<Record<string, string>>>;
}

/**
 * What a `model.ts` beside a handout says: a protocol as a pure state machine. Actions are what users and the network
 * do; each has the steps of a diagram that must follow, and the rule that each of them belongs to.
 */
import type fc from "fast-check";
import type { Step, Who } from "../language/spec.ts";
import type { Sequential } from "./linearizability.ts";
import type { Steps } from "./steps.ts";

/** A step, and what it shows to be broken when it fails: the rule that fits best first. None: it cannot fail. */
export interface Claim {
  readonly step: Step;
  readonly rules: readonly string[];
  /** The same, where the right words come in another order. */
  readonly reordered?: readonly string[];
  /** The same, where nothing comes. */
  readonly missing?: readonly string[];
  /** Of a block: what stands in it, where each has rules of its own. */
  readonly within?: readonly Claim[];
}

export interface Outcome<State> {
  readonly state: State;
  readonly claims: readonly Claim[];
  /** What is broken when something comes that no step of this action expects. */
  readonly otherwise: readonly string[];
}

/** Who is judged: the server, with all clients played, or one client. */
export type Judged = "server" | "client";

/** What is known of a run. */
export interface Setting {
  readonly params: Readonly<Record<string, string>>;
  readonly judged: Judged;
}

/** Plain values only, so that states and actions can be printed and compared. */
export interface Model<State, Action> {
  readonly initial: State;
  /** Whose program is judged where clients are. */
  readonly client: Who;
  /** What a program has to do for an action may be done later than what is seen of it: then we wait until it is idle. */
  readonly steady: boolean;
  /** What stands before the first action. */
  readonly opening: readonly Claim[];
  /** Holes that stand for the same in all actions; others are each action's own. */
  readonly common?: readonly string[];
  /** What can be done in this state; null when nothing can. */
  readonly actions: (state: State) => fc.Arbitrary<Action> | null;
  /** What an action leads to; null where it cannot be done, as may be when others before it were left out. */
  readonly act: (state: State, action: Action) => Outcome<State> | null;
  /** The actions that lead back to the initial state, and show that it is. */
  readonly end: (state: State) => readonly Action[];
}

/** What a model is made from, so that its file needs nothing but types. */
export interface Kit {
  readonly fc: typeof fc;
  readonly steps: Steps;
  readonly setting: Setting;
}

/** A model's file exports `model`; null where it has nothing to say about such a run. */
// biome-ignore lint/suspicious/noExplicitAny: states and actions are the model's own business
export type MakeModel = (kit: Kit) => Model<any, any> | null;

/** One step of what a client does for a call, or is told. */
export interface Deed<Operation> {
  readonly step: Step;
  /** The operation that is asked for with it. */
  readonly calls?: Operation;
  /** The operations that it is the answer to: those of them that were called. */
  readonly answers?: readonly Operation[];
}

/** What a call comes to: deeds, and where the server has the choice, the courses that it may take. */
export type Course<Operation> = readonly (Deed<Operation> | { readonly either: readonly Course<Operation>[] })[];

/**
 * What several clients do at the same time, where the order is open: each of their calls consists of operations, and
 * what a server answers must be explained by some order of these.
 */
export interface Concurrent<State, Call, Operation = Call> extends Sequential<State, Operation> {
  /** What is broken when no order explains the answers, the rule that fits best first. */
  readonly rules: readonly string[];
  /** Of these rules, the one that fits best when no operation is answered so in this state. */
  readonly blames?: (state: State, operation: Operation, answer: string) => string;
  readonly clients: readonly Who[];
  /** What stands before the calls. */
  readonly opening: readonly Claim[];
  /** What each of the clients, or of the first of them, calls one after the other. Plain values only. */
  readonly calls: fc.Arbitrary<readonly (readonly Call[])[]>;
  /** The course of a call. Its holes are its own. An answer is the text of the message, as the client gets it. */
  readonly plays: (client: Who, call: Call) => Course<Operation>;
  /** How an operation is shown to people. */
  readonly says: (operation: Operation) => string;
}

/** Exported as `concurrent`, where a protocol has such calls. */
// biome-ignore lint/suspicious/noExplicitAny: states, calls and operations are the model's own business
export type MakeConcurrent = (kit: Kit) => Concurrent<any, any, any> | null;

/** How a program says the handout's messages in its own way. Values only. */
import type { Spec, Takes, Text } from "../language/spec.ts";

/** A piece of a template; holes are those of the handout's own format. */
export type Part =
  | { readonly kind: "literal"; readonly text: string }
  | {
      readonly kind: "hole";
      readonly name: string;
      readonly takes: Takes;
      /** What stands between the words of a list. */
      readonly by: string;
      /** What stands around each word of a list (JSON's quotes). */
      readonly around: string;
    }
  /** `{count}`: how many words the list `of` has. */
  | { readonly kind: "count"; readonly of: string }
  /** `{client}`: the name of the client whose connection it is. */
  | { readonly kind: "client" }
  /** `*`: whatever the program puts there. Nothing, when we send it. */
  | { readonly kind: "any" };

export interface Template {
  /** As it is written. */
  readonly source: string;
  /** As it is expected: JSON in its normal form. */
  readonly parts: readonly Part[];
  /** As we send it. */
  readonly sent: readonly Part[];
  /** Values stand in JSON strings. */
  readonly json: boolean;
}

/** The wire has no such message: scenarios that need it do not apply. */
export interface Missing {
  readonly none: string;
}

/** The first is what we send; each of them is understood. Optional parts are written out, the fullest first. */
export type Wording = readonly Template[] | Missing;

export interface Dialect {
  /** As it is called in reports. */
  readonly name: string;
  /** Null: that of the handout. */
  readonly framing: Spec["framing"] | null;
  /** With `json`, each message that comes is brought into a normal form first. */
  readonly encoding: "text" | "json";
  /** By the handout's names. What is not there is said as the handout says it. */
  readonly messages: ReadonlyMap<string, Wording>;
  /** By `lineKey`. */
  readonly console: ReadonlyMap<string, Wording>;
  /** Messages of a program under test that mean nothing, wherever they come. */
  readonly ignored: readonly Text[];
}

/** The separator of a list that has room for one word only. */
export const LIST_OF_ONE = "";

/** What a line of `## Console` is known by. */
export function lineKey(who: "client" | "server", does: "prints" | "types", line: string): string {
  return `${who} ${does} ${line}`;
}

export function isMissing(wording: Wording): wording is Missing {
  return "none" in wording;
}

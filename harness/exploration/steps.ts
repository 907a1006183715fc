/** Short ways to write steps, for models. A string stands for itself; other pieces are holes. */
import { normalize } from "../language/bytes.ts";
import type { Piece, Place, Step, Text, Who } from "../language/spec.ts";
import { join, takesOf } from "../language/text.ts";
import type { Claim } from "./model.ts";

/** A text: as it stands, or with holes and fillers between. */
export type Words = string | readonly (string | Piece)[];

/** Generated steps stand nowhere. */
export const NOWHERE: Place = { file: "", line: 0, column: 0 };

function text(words: Words): Text {
  const pieces = typeof words === "string" ? [words] : words;
  return join(pieces.map((piece) => (typeof piece === "string" ? { kind: "literal", text: normalize(piece) } : piece)));
}

const place = NOWHERE;

export const steps = {
  /** `{name}`, `{names...}`, `{names*}` or `{…text}`. */
  hole: (name: string, mark: "" | "..." | "*" = ""): Piece => ({ kind: "hole", name, takes: takesOf(name, mark) }),
  filler: (bytes: number): Piece => ({ kind: "filler", bytes }),
  message: (from: Who, to: Who, words: Words): Step => ({ kind: "message", from, to, text: text(words), place }),
  connects: (from: Who, to: Who): Step => ({ kind: "connects", from, to, place }),
  closes: (from: Who, to: Who, how: "closes" | "resets" | "half-closes" = "closes"): Step => {
    return { kind: "closes", from, to, how, place };
  },
  types: (who: Who, words: Words): Step => ({ kind: "types", who, text: text(words), place }),
  prints: (who: Who, words: Words): Step => ({ kind: "prints", who, text: text(words), place }),
  printsSomething: (who: Who, words: Words | null): Step => {
    return { kind: "prints-something", who, with: words === null ? null : text(words), place };
  },
  printsAnything: (who: Who): Step => ({ kind: "prints-anything", who, place }),
  prompts: (who: Who, words: Words): Step => ({ kind: "prompts", who, text: text(words), place }),
  presses: (who: Who, key: "Ctrl+C" | "Ctrl+D"): Step => ({ kind: "presses", who, key, place }),
  /** @param status null for whichever */
  exits: (who: Who, status: number | null = null): Step => ({ kind: "exits", who, status, place }),
  /** To a program: it is killed, or started once more. */
  changes: (who: Who, kind: "is-killed" | "hangs" | "goes-on" | "starts-again"): Step => ({ kind, who, place }),
  hearsNothing: (who: Who): Step => ({ kind: "hears-nothing", who: [who], place }),
  hearsAnything: (who: Who): Step => ({ kind: "hears-anything", who: [who], place }),
  startsWith: (who: Who, settings: Readonly<Record<string, string>>): Step => {
    return { kind: "starts-with", who, settings, place };
  },
  hasFile: (who: Who, name: string, content: string): Step => {
    return { kind: "has-file", who, name: text(name), text: text(content), place };
  },
  savesFile: (who: Who, name: string, content: string): Step => {
    return { kind: "saves-file", who, name: text(name), text: text(content), place };
  },
  par: (...branches: (readonly Step[])[]): Step => ({ kind: "par", over: null, branches, place }),
  /** One of these outcomes, each of which begins with something that the program does. */
  alt: (...branches: (readonly Step[])[]): Step => ({ kind: "alt", branches, place }),
  /** What the harness does, and what nobody is judged by. */
  does: (step: Step): Claim => ({ step, rules: [] }),
  /** What must follow. */
  must: (
    rules: string | readonly string[],
    step: Step,
    reordered?: readonly string[],
    missing?: readonly string[],
  ): Claim => ({ step, rules: [rules].flat(), ...(reordered && { reordered }), ...(missing && { missing }) }),
  /** At the same time, each with its own rules. */
  together: (...branches: (readonly Claim[])[]): Claim => ({
    step: { kind: "par", over: null, branches: branches.map((each) => each.map(({ step }) => step)), place },
    rules: [],
    within: branches.flat(),
  }),
} as const;

export type Steps = typeof steps;

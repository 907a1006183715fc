/** The rows of a ladder: each step as it was played, with what became of it. */
import type { Text } from "../language/spec.ts";
import type { Single, Written } from "../projection/expand.ts";
import { leaves, type Tree } from "../projection/tree.ts";
import { participants } from "../projection/vary.ts";
import { type Bindings, show } from "./pattern.ts";
import type { Played } from "./player.ts";
import type { Row } from "./transcript.ts";

/** Rows that nobody had to look at are `unseen` up to the last one that was played, and `open` behind it. */
export function rows(written: readonly Tree<Written>[], played: Played): Row[] {
  const last = Math.max(-1, ...played.states.keys());
  const complete = played.ending.kind === "complete";
  return [...leaves(written)].map(({ row, step, fragment }) => {
    const state = played.states.get(row);
    const { shape, text } = draw(step);
    return {
      shape,
      text,
      place: step.place,
      fragment,
      state: state?.state ?? (complete || row < last ? "unseen" : "open"),
      at: state === undefined ? null : Math.round(state.at * 10) / 10,
    };
  });
}

const NOTHING: Bindings = new Map();

/** Long fillers stay as the handout writes them. */
function text(each: Text): string {
  return show(
    each.map((piece) =>
      piece.kind === "filler" && piece.bytes > 1024
        ? { kind: "literal", text: `{text of ${piece.bytes} bytes}` }
        : piece,
    ),
    NOTHING,
  );
}

function draw(step: Single): Pick<Row, "shape" | "text"> {
  switch (step.kind) {
    case "message":
      return { shape: { kind: "arrow", from: step.from, to: step.to, arrow: "->>" }, text: text(step.text) };
    case "connects":
      return { shape: { kind: "arrow", from: step.from, to: step.to, arrow: "-)" }, text: "connects" };
    case "closes":
      return { shape: { kind: "arrow", from: step.from, to: step.to, arrow: "-x" }, text: step.how };
    default:
      return { shape: { kind: "note", over: participants(step) }, text: note(step) };
  }
}

function note(step: Exclude<Single, { kind: "message" | "connects" | "closes" }>): string {
  switch (step.kind) {
    case "types":
    case "prints":
    case "prompts":
      return `${step.kind} ${text(step.text)}`;
    case "prints-something":
      return step.with === null ? "prints something" : `prints something with ${text(step.with)}`;
    case "prints-anything":
      return "prints anything";
    case "presses":
      return `presses ${step.key}`;
    case "exits":
      return step.status === null ? "exits" : `exits ${step.status}`;
    case "has-file":
      return `has file ${text(step.name)}: ${text(step.text)}`;
    case "saves-file":
      return `saves file ${text(step.name)}: ${text(step.text)}`;
    case "starts-with":
      return `starts with ${Object.entries(step.settings)
        .map(([key, value]) => `${key}=${value}`)
        .join(" ")}`;
    default:
      return step.kind.replaceAll("-", " ");
  }
}

/** A scenario → the Mermaid text that is read as the same scenario again, by `parseScenario`. */

import { isPlain, looksLikeStyle, printName, printText, quoteText } from "./quote.ts";
import { printRange } from "./range.ts";
import { printSettings } from "./settings.ts";
import type { Scenario, Step, Text } from "./spec.ts";

/** Writes a scenario as a diagram, with a newline at its end. */
export function printScenario(scenario: Scenario): string {
  const title = scenario.name === "" ? [] : [`title ${printName(scenario.name)}`];
  const lines = [...title, ...printSteps(scenario.steps)];
  return ["sequenceDiagram", ...lines.map((line) => `  ${line}`), ""].join("\n");
}

/** The line of one step; for a block, the line that begins it. */
export function printStep(step: Step): string {
  const line = write(step, printText);
  return looksLikeStyle(line) ? write(step, quoteText) : line;
}

/** How a text is written: bare where it can be, or always in quotes. */
type Writer = (text: Text) => string;

function write(step: Step, words: Writer): string {
  switch (step.kind) {
    case "message":
      return `${step.from}->>${step.to}: ${words(step.text)}`;
    case "connects":
      return `${step.from}-)${step.to}: connects`;
    case "closes":
      return `${step.from}-x${step.to}: ${step.how}`;
    case "loop":
      return `loop ${printRange(step.over)}`;
    case "par":
      return step.over ? `par ${printRange(step.over)}` : "par";
    case "alt":
    case "opt":
      return step.kind;
    case "fragment":
    case "hears-nothing":
    case "hears-anything":
      return `Note over ${step.who.join(", ")}: ${printNote(step, words)}`;
    default:
      return `Note over ${step.who}: ${printNote(step, words)}`;
  }
}

type Note = Exclude<Step, { kind: "message" | "connects" | "closes" | "loop" | "par" | "alt" | "opt" }>;

function printNote(step: Note, words: Writer): string {
  switch (step.kind) {
    case "types":
      return `types ${words(step.text)}`;
    case "prints":
      return `prints ${printLine(step.text, words)}`;
    case "prints-something":
      return step.with ? `prints something with ${words(step.with)}` : "prints something";
    case "prints-anything":
      return "prints anything";
    case "prompts":
      return `prompts ${words(step.text)}`;
    case "presses":
      return `presses ${step.key}`;
    case "exits":
      return step.status === null ? "exits" : `exits ${step.status}`;
    case "has-file":
      return `has file ${printFileName(step.name)}: ${words(step.text)}`;
    case "saves-file":
      return `saves file ${printFileName(step.name)}: ${words(step.text)}`;
    case "hears-nothing":
      return "hears nothing";
    case "hears-anything":
      return "hears anything";
    case "tells-one-history":
      return "tells one history";
    case "stops-reading":
      return "stops reading";
    case "reads-on":
      return "reads on";
    case "is-killed":
      return "is killed";
    case "hangs":
      return "hangs";
    case "goes-on":
      return "goes on";
    case "starts-again":
      return "starts again";
    case "starts-with":
      return `starts with ${printSettings(step.settings)}`;
    case "fragment":
      return step.name;
  }
}

function printSteps(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    const indented = (inner: readonly Step[]) => printSteps(inner).map((line) => `  ${line}`);
    switch (step.kind) {
      case "loop":
      case "opt":
        return [printStep(step), ...indented(step.steps), "end"];
      case "par":
      case "alt": {
        const next = step.kind === "par" ? "and" : "else";
        const branches = step.branches.map(indented);
        return branches.flatMap((lines, index) => [index === 0 ? printStep(step) : next, ...lines]).concat("end");
      }
      default:
        return [printStep(step)];
    }
  });
}

/** A printed line; one that says `something` or `anything` itself stands in quotes. */
function printLine(text: Text, words: Writer): string {
  const written = words(text);
  return /^(?:anything|something)$|^something with\b/.test(written) ? quoteText(text) : written;
}

/** A file's name ends at the colon, so one that holds a colon or a quote stands in quotes. */
function printFileName(name: Text): string {
  const written = printText(name);
  return /^[^":]+$/.test(written) && isPlain(written) ? written : quoteText(name);
}

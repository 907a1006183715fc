/** All that is known about one scenario that did not pass, in the order in which a person asks. */
import type { Spec } from "../language/spec.ts";
import type { ScenarioVerdict } from "../verdict/report.ts";
import { withoutInterrupt } from "../verdict/trace.ts";
import { byHand } from "./by-hand.ts";
import { type Paint, plain } from "./colour.ts";
import { cut, wrap } from "./columns.ts";
import type { Example } from "./complaints.ts";
import { difference } from "./difference.ts";
import { ladder } from "./ladder.ts";
import { marks } from "./marks.ts";
import { inline } from "./visible.ts";

export interface DetailOptions {
  readonly width: number;
  readonly paint?: Paint;
  readonly verbose?: boolean;
}

/** How many lines of stderr are shown. */
const stderrLines = 8;

export function details(
  title: string,
  { scenario, transcript }: Example,
  spec: Spec,
  { width, paint = plain, verbose = false }: DetailOptions,
): readonly string[] {
  const wrapped = (text: string) => wrap(inline(text), width);
  const parts: readonly (readonly string[])[] = [
    [paint("dim", cut(heading(scenario, title), width))],
    ladder(transcript, verbose ? { width, paint, before: Number.POSITIVE_INFINITY } : { width, paint }),
    [
      ...wrapped(scenario.reason ?? "").map((line) => paint(marks[scenario.verdict].colour, line)),
      ...difference(scenario, width, paint),
    ],
    timeline(transcript, width),
    stderr(transcript, width),
    scenario.cause === null ? [] : wrapped(`likely cause: ${scenario.cause}`).map((line) => paint("bold", line)),
    saved(transcript),
    [`play it again:  ${inline(scenario.replay)}`],
    inHand(byHand(transcript, spec)),
  ];
  return parts.filter((part) => part.length > 0).flatMap((part, index) => (index > 1 ? ["", ...part] : part));
}

/** Which scenario (one without a title has its rule's), who was tested in it, and where it stands in the handout. */
function heading(scenario: ScenarioVerdict, title: string): string {
  const { name, step, place } = scenario;
  const parts = [
    name === title ? "" : name,
    `${underTest(scenario)} under test`,
    step === null ? "" : `step ${step}`,
    place,
  ];
  return inline(parts.filter((part) => part !== "").join(" · "));
}

/** `server`, `client (bob)`. */
export function underTest({ role, under }: ScenarioVerdict): string {
  return under.length === 0 || under.join() === role ? role : `${role} (${under.join(", ")})`;
}

function timeline({ ending }: Example["transcript"], width: number): readonly string[] {
  if (ending.kind !== "broken" || ending.break.kind !== "disorder") return [];
  return ending.break.timeline.map((line) => cut(inline(line), width));
}

function stderr({ runs, rows }: Example["transcript"], width: number): readonly string[] {
  const interrupted = rows.some(({ text, state }) => text === "presses Ctrl+C" && state === "done");
  return runs.flatMap((run) => {
    const text = (interrupted ? run.stderr : withoutInterrupt(run.stderr)).trimEnd();
    if (text === "") return [];
    const lines = text.split(/\r?\n/).slice(-stderrLines);
    return [`${inline(run.who)} printed on stderr:`, ...lines.map((line) => `  | ${cut(inline(line), width - 4)}`)];
  });
}

/** As a diagram, without the comments before it. */
function saved({ saved }: Example["transcript"]): readonly string[] {
  if (saved === undefined) return [];
  const lines = saved.diagram
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("%%"));
  return [`saved as ${inline(saved.file)}:`, ...lines.map((line) => `  ${inline(line)}`)];
}

function inHand(script: readonly string[] | null): readonly string[] {
  if (script === null) return [];
  return ["by hand, in python3 (PORT is where your server listens):", ...script.map((line) => `  | ${line}`)];
}

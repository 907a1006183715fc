/** What happened in one scenario becomes a verdict. Pure: a stored transcript can be judged again. */
import type { Ending, Transcript } from "../execution/transcript.ts";
import { toBytes } from "../language/bytes.ts";
import type { Place, Rule, Spec } from "../language/spec.ts";
import { cause } from "./cause.ts";
import { onTheWay } from "./on-the-way.ts";
import { reason } from "./reason.ts";
import type { ScenarioVerdict, Verdict } from "./report.ts";

export function judge(
  transcript: Transcript,
  rule: Rule,
  replay: string,
  framing: Spec["framing"] | null = null,
): ScenarioVerdict {
  const { ending } = transcript;
  const broken = ending.kind === "broken" ? ending : null;
  const at = broken?.row ?? null;
  const place = (at === null ? null : transcript.rows[at]?.place) ?? rule.scenarios[transcript.number]?.place;
  return {
    name: transcript.scenario,
    role: transcript.role,
    under: transcript.under,
    verdict: verdict(transcript, rule.level),
    step: at === null ? null : at + 1,
    place: placeText(place ?? rule.place),
    expected: broken?.expected ?? null,
    got: broken?.got ?? null,
    offset: broken === null ? null : offset(broken),
    reason: reason(transcript),
    cause: cause(transcript, framing),
    durationMs: transcript.durationMs,
    replay,
  };
}

function verdict(transcript: Transcript, level: Rule["level"]): Verdict {
  const { ending } = transcript;
  switch (ending.kind) {
    case "complete":
      return ending.evidence > 0 ? "passed" : "notApplicable";
    case "broken":
      if (onTheWay(transcript, ending.row) !== null) return "blocked";
      return level === "MUST" ? "failed" : "warned";
    case "not-started":
      return "blocked";
    case "gave-up":
      return "inconclusive";
    case "not-applicable":
      return "notApplicable";
  }
}

function offset(broken: Extract<Ending, { kind: "broken" }>): number | null {
  if (broken.break.kind === "differs") return broken.break.offset;
  return broken.break.kind === "incomplete" ? toBytes(broken.got ?? "").length : null;
}

function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

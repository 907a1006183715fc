/** The transcripts of a run become its report. */
import type { Role, Transcript } from "../execution/transcript.ts";
import { UNKNOWN_LINES } from "../execution/transcript.ts";
import type { Rule, Spec } from "../language/spec.ts";
import { judge } from "./judge.ts";
import type { Judged, Report, RuleVerdict, ScenarioVerdict, Verdict } from "./report.ts";

const roles: readonly Role[] = ["server", "client", "pair", "program"];

/** From worst to best: a rule is as good as its worst scenario. */
const worstFirst: readonly Verdict[] = ["failed", "blocked", "inconclusive", "warned", "passed", "notApplicable"];

/** A rule that nothing was played of is not applicable, so leave out of `spec` what was not asked for. */
export function assemble(
  spec: Spec,
  target: Report["target"],
  seed: number,
  transcripts: readonly Transcript[],
  durationMs: number,
  replay: (transcript: Transcript) => string,
  { dialect = null, leftOut = [], notes = [] }: Partial<Pick<Report, "dialect" | "leftOut" | "notes">> = {},
): Judged {
  const played = new Map(spec.rules.map((rule) => [rule.id, inOrder(transcripts, rule.id)] as const));
  const rules = spec.rules.map((rule) =>
    ruleVerdict(
      rule,
      (played.get(rule.id) ?? []).map((transcript) => judge(transcript, rule, replay(transcript), spec.framing)),
    ),
  );
  const report: Report = {
    wirecheck: 1,
    spec: spec.protocol,
    title: spec.title,
    seed,
    target,
    dialect,
    leftOut,
    totals: totals(rules),
    points: points(rules),
    rules,
    notes: distinct([...transcripts.flatMap((each) => each.notes), ...notes]),
    durationMs,
  };
  return { report, spec, transcripts: played };
}

/** Of the notes that differ only in what they quote, the first. */
function distinct(notes: readonly string[]): readonly string[] {
  const quoting = (note: string) => note.startsWith(UNKNOWN_LINES);
  const first = notes.find(quoting);
  return [...new Set(notes)].filter((note) => !quoting(note) || note === first);
}

/** The worst of several verdicts; `notApplicable` only if nothing applied. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? "notApplicable";
}

function inOrder(transcripts: readonly Transcript[], rule: string): readonly Transcript[] {
  return transcripts
    .filter((transcript) => transcript.rule === rule)
    .sort((a, b) => a.number - b.number || roles.indexOf(a.role) - roles.indexOf(b.role));
}

function ruleVerdict(rule: Rule, scenarios: readonly ScenarioVerdict[]): RuleVerdict {
  const { id, title, section, sentence, level, points } = rule;
  return {
    id,
    title,
    section,
    sentence,
    level,
    points,
    verdict: worst(scenarios.map((one) => one.verdict)),
    scenarios,
  };
}

function totals(rules: readonly RuleVerdict[]): Report["totals"] {
  const counts = { passed: 0, failed: 0, warned: 0, inconclusive: 0, blocked: 0, notApplicable: 0 };
  for (const rule of rules) counts[rule.verdict] += 1;
  return counts;
}

/** What did not apply counts for nothing; all else counts, and only `passed` earns. */
function points(rules: readonly RuleVerdict[]): Report["points"] {
  const sum = (some: readonly RuleVerdict[]) => some.reduce((points, rule) => points + rule.points, 0);
  return {
    earned: sum(rules.filter(({ verdict }) => verdict === "passed")),
    max: sum(rules.filter(({ verdict }) => verdict !== "notApplicable")),
  };
}

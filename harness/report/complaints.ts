/**
 * What a person has to be told about: rules that did not pass, each with the scenarios that show it; but rules
 * that are all blocked, or could not be judged, for one reason are one complaint.
 */
import type { Transcript } from "../execution/transcript.ts";
import { worst } from "../verdict/assemble.ts";
import type { Judged, RuleVerdict, ScenarioVerdict, Verdict } from "../verdict/report.ts";

export interface Example {
  readonly scenario: ScenarioVerdict;
  readonly transcript: Transcript;
}

export interface Complaint {
  readonly verdict: Verdict;
  /** One, or all those that are blocked (or inconclusive) alike. */
  readonly rules: readonly RuleVerdict[];
  /** The worst scenarios come first. */
  readonly examples: readonly Example[];
}

export function complaints({ report, transcripts }: Judged): readonly Complaint[] {
  const found = new Map<string, Complaint>();
  for (const rule of report.rules) {
    if (rule.verdict === "passed" || rule.verdict === "notApplicable") continue;
    const examples = examplesOf(rule, transcripts.get(rule.id) ?? []);
    const isShared = rule.verdict === "blocked" || rule.verdict === "inconclusive";
    const key = isShared ? `${rule.verdict}: ${alike(examples)}` : rule.id;
    const other = found.get(key);
    if (other === undefined) found.set(key, { verdict: rule.verdict, rules: [rule], examples });
    else found.set(key, { ...other, rules: [...other.rules, rule] });
  }
  return [...found.values()];
}

function examplesOf({ scenarios }: RuleVerdict, transcripts: readonly Transcript[]): readonly Example[] {
  const examples = scenarios.flatMap((scenario, index) => {
    const transcript = transcripts[index];
    const good = scenario.verdict === "passed" || scenario.verdict === "notApplicable";
    return good || transcript === undefined ? [] : [{ scenario, transcript }];
  });
  const distinct = new Map(examples.toReversed().map((example) => [distinction(example), example] as const));
  const kept = [...distinct.values()].reverse();
  const isWorse = (a: Example, b: Example) => worst([a.scenario.verdict, b.scenario.verdict]) === a.scenario.verdict;
  return kept.sort((a, b) => (a.scenario.verdict === b.scenario.verdict ? 0 : isWorse(a, b) ? -1 : 1));
}

/** The same scenario that went wrong in the same way in another run says nothing new. */
function distinction({ scenario: { role, verdict, step }, transcript: { number } }: Example): string {
  return JSON.stringify([number, role, verdict, step]);
}

/** Ports and numbers of processes differ from run to run. */
function alike(examples: readonly Example[]): string {
  return (examples[0]?.scenario.reason ?? "").replace(/\d+/g, "0");
}

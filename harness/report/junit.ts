/** The report as JUnit's XML: a suite for each section, a test case for each scenario and role. */
import type { Transcript } from "../execution/transcript.ts";
import type { Judged, RuleVerdict, ScenarioVerdict, Verdict } from "../verdict/report.ts";
import { details, underTest } from "./details.ts";
import { marks } from "./marks.ts";
import type { Reporter } from "./reporter.ts";
import { inline, noCommand } from "./visible.ts";
import { type Element, element } from "./xml.ts";

export const junit: Reporter = (judged) => {
  const suites = judged.flatMap(sections);
  const durationMs = judged.reduce((sum, { report }) => sum + report.durationMs, 0);
  const root = { name: "testsuites", attributes: { name: "wirecheck", time: time(durationMs) }, content: suites };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root)}`;
};

function sections(judged: Judged): readonly Element[] {
  const { report } = judged;
  const names = [...new Set(report.rules.map(({ section }) => section))];
  return names.map((name) => {
    const rules = report.rules.filter(({ section }) => section === name);
    const all = rules.flatMap(({ scenarios }) => scenarios);
    const content = rules.flatMap((rule) => cases(rule, judged));
    const count = (kind: string) =>
      content.filter((one) => Array.isArray(one.content) && one.content[0]?.name === kind).length;
    const attributes = {
      name: inline(`${report.title}: ${name}`),
      tests: content.length,
      failures: count("failure"),
      errors: count("error"),
      skipped: count("skipped"),
      time: time(all.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    };
    return { name: "testsuite", attributes, content };
  });
}

function cases(rule: RuleVerdict, judged: Judged): readonly Element[] {
  const classname = `${judged.report.spec}.${rule.id}`;
  if (rule.scenarios.length === 0) {
    const content = [{ name: "skipped", attributes: { message: "not applicable" }, content: [] }];
    return [
      { name: "testcase", attributes: { classname, name: inline(`${rule.id} ${rule.title}`), time: time(0) }, content },
    ];
  }
  return rule.scenarios.map((scenario, index) => {
    const scene = scenario.name === rule.title ? rule.title : `${rule.title}: ${scenario.name}`;
    const name = inline(`${rule.id} ${scene} (${underTest(scenario)})`);
    const transcript = judged.transcripts.get(rule.id)?.[index];
    return {
      name: "testcase",
      attributes: { classname, name, time: time(scenario.durationMs) },
      content: outcome(rule, scenario, transcript, judged),
    };
  });
}

/** Only what passed is green: a warning, for which JUnit has no name, is skipped with its reason. */
const kinds: Readonly<Record<Exclude<Verdict, "passed">, "failure" | "error" | "skipped">> = {
  failed: "failure",
  blocked: "error",
  inconclusive: "error",
  warned: "skipped",
  notApplicable: "skipped",
};

function outcome(
  rule: RuleVerdict,
  scenario: ScenarioVerdict,
  transcript: Transcript | undefined,
  judged: Judged,
): readonly Element[] {
  const { verdict } = scenario;
  if (verdict === "passed") return [];
  const message = inline(`${marks[verdict].word}: ${scenario.reason ?? ""}`);
  const name = kinds[verdict];
  if (name === "skipped") return [{ name, attributes: { message }, content: [] }];
  const told =
    transcript === undefined ? [] : details(rule.title, { scenario, transcript }, judged.spec, { width: 100 });
  return [
    {
      name,
      attributes: { message, type: verdict },
      content: [inline(rule.sentence), "", ...told].map(noCommand).join("\n"),
    },
  ];
}

function time(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

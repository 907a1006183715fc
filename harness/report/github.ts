/** The report as GitHub's workflow commands: an annotation for each rule that did not pass, at its handout's line. */
import type { Judged } from "../verdict/report.ts";
import { type Complaint, complaints } from "./complaints.ts";
import { marks } from "./marks.ts";
import type { Reporter } from "./reporter.ts";
import { summary } from "./summary.ts";
import { inline, visible } from "./visible.ts";

export const github: Reporter = (judged) =>
  judged
    .flatMap(commands)
    .map((line) => `${line}\n`)
    .join("");

function commands(judged: Judged): readonly string[] {
  const { report } = judged;
  const told = complaints(judged).flatMap(annotation);
  const left = report.leftOut.map(({ id, reason }) =>
    command("notice", { title: `wirecheck: left out of ${inline(report.title)}` }, `${id}: ${inline(reason)}`),
  );
  return [...told, ...left, command("notice", { title: `wirecheck: ${inline(report.title)}` }, summary(report))];
}

function annotation({ verdict, rules, examples }: Complaint): readonly string[] {
  const [rule, ...others] = rules;
  const scenario = examples[0]?.scenario;
  if (rule === undefined || scenario === undefined) return [];
  const place = /^(.*):(\d+):(\d+)$/s.exec(scenario.place);
  const where = place === null ? {} : { file: place[1] ?? "", line: place[2] ?? "", col: place[3] ?? "" };
  const title =
    others.length === 0 ? `${rule.id} ${rule.title}` : `${rules.length} rules are ${marks[verdict].word} alike`;
  const message = [
    others.length === 0 ? inline(rule.sentence) : rules.map(({ id }) => inline(id)).join(", "),
    inline(`${scenario.role}: ${scenario.reason ?? ""}`),
    ...(scenario.expected === null
      ? []
      : [`expected  ${short(scenario.expected)}`, `     got  ${short(scenario.got ?? "")}`]),
    ...(scenario.cause === null ? [] : [inline(`likely cause: ${scenario.cause}`)]),
    inline(`play it again: ${scenario.replay}`),
  ];
  const name = verdict === "failed" || verdict === "blocked" ? "error" : "warning";
  return [command(name, { ...where, title: inline(title) }, message.join("\n"))];
}

/** GitHub cuts annotations at 4 KiB. */
function short(text: string): string {
  const shown = visible(text.slice(0, 500));
  return text === "" ? "(nothing)" : text.length > 500 ? `${shown}…` : shown;
}

function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${name} ${pairs.join(",")}::${data(message)}`.replaceAll("##[", "##\\x5b");
}

export function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

export function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The report for people: one line a rule, then for what went wrong all that helps to understand it. */
import type { Judged, Report } from "../verdict/report.ts";
import { type Paint, painter } from "./colour.ts";
import { cut, wrap } from "./columns.ts";
import { type Complaint, complaints } from "./complaints.ts";
import { details } from "./details.ts";
import { marks } from "./marks.ts";
import { overview } from "./overview.ts";
import type { Reporter, ReporterOptions } from "./reporter.ts";
import { combined, summary } from "./summary.ts";
import { inline, noCommand } from "./visible.ts";

/** How many scenarios of a rule are shown in full. */
const shownScenarios = 2;

export const text: Reporter = (judged, options) => {
  const paint = painter(options.colour);
  const lines = judged.flatMap((one, index) => [...(index > 0 ? [""] : []), ...handout(one, options, paint)]);
  if (judged.length > 1)
    lines.push("", `all ${judged.length}: ${summary(combined(judged.map(({ report }) => report)), paint)}`);
  return `${lines.map(noCommand).join("\n")}\n`;
};

function handout(judged: Judged, options: ReporterOptions, paint: Paint): readonly string[] {
  const { report } = judged;
  return [
    ...heading(report, options.width, paint),
    ...overview(report, options.width, paint),
    ...complaints(judged).flatMap((one) => ["", ...complaint(one, judged, options, paint)]),
    ...leftOut(report, options.width, paint),
    ...notes(report, options.width, paint),
    "",
    summary(report, paint),
  ];
}

function leftOut({ leftOut }: Report, width: number, paint: Paint): readonly string[] {
  if (leftOut.length === 0) return [];
  const lines = leftOut.flatMap(({ id, reason }) =>
    wrap(inline(`${id}: ${reason}`), width - 4).map((line, at) => (at === 0 ? `  - ${line}` : `    ${line}`)),
  );
  return ["", paint("bold", "left out, and not counted"), ...lines];
}

function heading({ title, target, dialect, seed }: Report, width: number, paint: Paint): readonly string[] {
  const rows = [
    ["server", target.server],
    ["client", target.client],
    ["connect", target.connect],
    ["dialect", dialect],
    ["seed", String(seed)],
  ] as const;
  return [
    paint("bold", cut(inline(title), width)),
    ...rows.flatMap(([name, value]) =>
      value === null ? [] : [`  ${name.padEnd(8)}${cut(inline(value), width - 10)}`],
    ),
  ];
}

function complaint(
  { verdict, rules, examples }: Complaint,
  judged: Judged,
  options: ReporterOptions,
  paint: Paint,
): string[] {
  const { width, verbose = false } = options;
  const { sign, colour } = marks[verdict];
  const [first, ...others] = rules;
  if (first === undefined) return [];
  const one = cut(inline(`${first.id} ${first.title}`), width - 2);
  const head = others.length === 0 ? one : `${rules.length} rules are ${marks[verdict].word} alike`;
  const body = others.length === 0 ? first.sentence : rules.map(({ id }) => id).join(", ");
  const shown = examples.slice(0, verbose ? examples.length : others.length === 0 ? shownScenarios : 1);
  const more = others.length === 0 ? examples.slice(shown.length) : [];
  const inner = { width: width - 2, paint, verbose };
  return [
    paint(colour, `${sign} ${paint("bold", head)}`),
    ...wrap(inline(body), width - 2).map(indented),
    ...shown.flatMap((example) => ["", ...details(first.title, example, judged.spec, inner).map(indented)]),
    ...(more.length === 0 ? [] : ["", ...wrap(moreText(more), width - 2).map(indented)]),
  ];
}

function moreText(more: Complaint["examples"]): string {
  const names = more.map(({ scenario }) => `${scenario.name} (${scenario.role})`);
  return inline(`… and ${more.length} more: ${names.join(", ")}`);
}

function notes({ notes }: Report, width: number, paint: Paint): readonly string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap((note) =>
    wrap(inline(note), width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`)),
  );
  return ["", paint("bold", "notes"), ...lines];
}

function indented(line: string): string {
  return line === "" ? "" : `  ${line}`;
}

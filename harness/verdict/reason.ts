/** How a scenario ended, as a sentence for the person who wrote the program. */
import type { Break, Ending, Row, Run, Silence, Transcript } from "../execution/transcript.ts";
import { expandFiller } from "../language/filler.ts";
import { onTheWay } from "./on-the-way.ts";

type Broken = Extract<Ending, { kind: "broken" }>;

const silences: Readonly<Record<Silence, string>> = {
  waiting: "the program waits for input, and does nothing more",
  fence: "the reply to a later request came first",
  window: "for much longer than replies took before",
  deadline: "up to the deadline, though the program was busy",
};

export function reason(transcript: Transcript): string | null {
  const { ending } = transcript;
  switch (ending.kind) {
    case "complete":
      return ending.evidence > 0 ? null : "there was nothing in it that the program had to do";
    case "broken":
      return (
        fragmentOf(transcript, ending) + broken(ending, transcript.rows) + alsoEnded(ending.break, transcript.runs)
      );
    case "not-started":
    case "gave-up":
    case "not-applicable":
      return ending.why;
  }
}

function broken(ending: Broken, rows: readonly Row[]): string {
  const screen = ending.channel === "screen";
  const how = ending.break;
  switch (how.kind) {
    case "differs":
      return differs(how.offset, screen ? "was printed" : "came");
    case "incomplete":
      return `only the beginning ${screen ? "was printed" : "came"} (${silences[how.silence]})`;
    case "nothing":
      return `${nothing(ending.channel)} (${silences[how.silence]})${elsewhere(how.elsewhere, ending, rows)}`;
    case "closed":
      return `the connection was ${how.how === "RST" ? "reset" : "closed"} instead`;
    case "exited":
      return `the program ${ended(how, ending.channel === "program" ? "" : " instead,")}`;
    case "unexpected":
      return `this ${screen ? "was printed" : "came"} although nothing ${ending.row === null ? "more " : ""}should`;
    case "history":
      return how.why;
    case "disorder":
      return "no order of these, one after the other, explains all answers";
    case "file":
      return ending.got === null ? `the file is not there${others(how.there)}` : "the file holds something else";
  }
}

function differs(offset: number, came: string): string {
  if (offset === 0) return `something else ${came}`;
  return `something else ${came}: the first ${offset === 1 ? "byte is" : `${offset} bytes are`} right, the next is not`;
}

/** Unless it is due there, too. */
function elsewhere(who: string | undefined, { expected }: Broken, rows: readonly Row[]): string {
  if (who === undefined) return "";
  const due = rows.some(({ shape, text }) => shape.kind === "arrow" && shape.to === who && written(text) === expected);
  return due ? "" : `; it came to ${who}`;
}

/** Rows do not write out long texts. */
function written(text: string): string {
  return text.replace(/\{text of (\d+) bytes\}/g, (_, bytes: string) => expandFiller(Number(bytes)));
}

const mostFiles = 5;

function others(files: readonly string[] | undefined): string {
  if (files === undefined) return "";
  if (files.length === 0) return "; nor is any other";
  const more = files.length > mostFiles ? `, and ${files.length - mostFiles} more` : "";
  return `; there is ${files.slice(0, mostFiles).join(", ")}${more}`;
}

function nothing(channel: Broken["channel"]): string {
  switch (channel) {
    case "connection":
      return "nothing came";
    case "screen":
      return "nothing was printed";
    case "program":
      return "the program did not end";
    case "folder":
      return "the file did not appear";
  }
}

function ended({ status, signal }: NonNullable<Run["exit"]>, instead = ""): string {
  if (signal !== null) return `was killed${instead} by ${signal}`;
  return `ended${instead}${status === null ? "" : ` with status ${status}`}`.replace(/,$/, "");
}

function fragmentOf(transcript: Transcript, ending: Broken): string {
  const fragment = onTheWay(transcript, ending.row);
  return fragment === null ? "" : `it never got as far as this rule; in “${fragment}”, `;
}

/** That a program has died explains a silence or a close better than anything else. */
function alsoEnded(how: Break, runs: readonly Run[]): string {
  if (how.kind === "exited" || how.kind === "file" || how.kind === "disorder") return "";
  const died = runs.find(({ exit }) => exit !== null && (exit.signal !== null || exit.status !== 0));
  if (died?.exit == null) return "";
  return `; the program of ${died.who} ${ended(died.exit)}`;
}

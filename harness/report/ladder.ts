/** The rows of a scenario as a ladder, as in the handout's diagram, up to the one that broke. */
import type { Row, Transcript } from "../execution/transcript.ts";
import { type Paint, plain } from "./colour.ts";
import { cut } from "./columns.ts";
import * as line from "./ladder-line.ts";
import { shape } from "./ladder-shape.ts";
import { inline } from "./visible.ts";

export interface LadderOptions {
  readonly width: number;
  readonly paint?: Paint;
  /** How many rows before the broken one are shown; the others are folded. */
  readonly before?: number;
}

interface Numbered {
  readonly number: number;
  readonly row: Row;
}

export function ladder(transcript: Transcript, options: LadderOptions): readonly string[] {
  const { width, paint = plain, before = 12 } = options;
  const all = reached(transcript);
  const shown = all.slice(-before - 1);
  const last = shown.at(-1);
  if (last === undefined) return [];
  const digits = String(last.number).length;
  const room = width - digits - 4;
  const rows = shown.map(({ row }) => row);
  const names = transcript.participants.filter((name) => rows.some((row) => who(row).includes(name)));
  const form = shape(names, rows, room);
  const lines = form === null ? [] : [paint("bold", " ".repeat(digits + 4) + line.names(form))];
  const folded = all.length - shown.length;
  if (folded > 0)
    lines.push(paint("dim", `${" ".repeat(digits + 4)}… ${folded} step${folded === 1 ? "" : "s"} before`));
  for (const { number, row } of shown) {
    const drawn = form === null ? cut(sentence(row), room) : line.row(form, row, room);
    const broken = row.state === "broken";
    const numbered = `${broken ? "✗" : " "} ${String(number).padStart(digits)}  ${drawn}`;
    lines.push(broken ? paint("red", numbered) : numbered);
  }
  return lines;
}

/** Up to the broken row, without those that nobody had to look at. */
function reached({ rows, ending }: Transcript): readonly Numbered[] {
  const end = ending.kind === "broken" && ending.row !== null ? ending.row + 1 : rows.length;
  return rows
    .slice(0, end)
    .map((row, index) => ({ number: index + 1, row }))
    .filter(({ row }) => row.state !== "unseen" && row.state !== "open");
}

function who({ shape }: Row): readonly string[] {
  return shape.kind === "arrow" ? [shape.from, shape.to] : shape.over;
}

/** For more participants than fit side by side. */
function sentence(row: Row): string {
  return inline(`${who(row).join(row.shape.kind === "arrow" ? " → " : ", ")}: ${row.text}`);
}

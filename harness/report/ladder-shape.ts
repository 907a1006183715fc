/** Where a ladder's lifelines stand: wide enough for the texts on the arrows, else narrow with the texts beside. */
import type { Row } from "../execution/transcript.ts";
import { columns } from "./columns.ts";
import { inline } from "./visible.ts";

export interface Shape {
  readonly names: readonly string[];
  /** The column of each lifeline. */
  readonly at: readonly number[];
  /** Where texts begin, if they stand beside the lifelines. */
  readonly beside: number | null;
}

/** What an arrow needs besides its text (`├─ text ─▶│`), and what a note needs (`● text `). */
const around = { arrow: 6, note: 3 };

/** Null if there is no room for lifelines at all. */
export function shape(names: readonly string[], rows: readonly Row[], width: number): Shape | null {
  const widths = names.map((name) => columns(inline(name)));
  const first = Math.floor((widths[0] ?? 0) / 2);
  const narrow = gaps(widths);
  const roomy = [...narrow, Math.ceil((widths.at(-1) ?? 0) / 2)];
  for (const row of rows) {
    const extra = arrowOf(names, row) === null ? around.note : around.arrow;
    widen(roomy, span(names, row), columns(inline(row.text)) + extra);
  }
  if (first + sum(roomy) <= width) return { names, at: positions(first, roomy.slice(0, -1)), beside: null };
  const at = positions(first, narrow);
  const beside = (at.at(-1) ?? 0) + Math.ceil((widths.at(-1) ?? 0) / 2) + 2;
  return width - beside < 24 ? null : { names, at, beside };
}

/** Between which lifelines a row's text stands; a note's, from its (last) lifeline to the next. */
export function span(names: readonly string[], row: Row): readonly [number, number] {
  const { shape } = row;
  const who = shape.kind === "arrow" ? [shape.from, shape.to] : shape.over;
  const places = who.map((name) => names.indexOf(name)).filter((place) => place !== -1);
  const last = Math.max(0, ...places);
  return arrowOf(names, row) === null ? [last, last + 1] : [Math.min(...places), last];
}

type Arrow = Extract<Row["shape"], { kind: "arrow" }>;

/** An arrow to nobody in particular (`{loser}`) is shown as a note. */
export function arrowOf(names: readonly string[], { shape }: Row): Arrow | null {
  if (shape.kind !== "arrow" || shape.from === shape.to) return null;
  return names.includes(shape.from) && names.includes(shape.to) ? shape : null;
}

/** Names stand in the middle of their lifelines, two columns apart at least. */
function gaps(widths: readonly number[]): number[] {
  return widths.slice(1).map((width, index) => Math.max(8, Math.ceil((width + (widths[index] ?? 0)) / 2) + 2));
}

function widen(gaps: number[], [from, to]: readonly [number, number], needed: number): void {
  const missing = needed - sum(gaps.slice(from, to));
  if (missing > 0) gaps[to - 1] = (gaps[to - 1] ?? 0) + missing;
}

function positions(first: number, gaps: readonly number[]): number[] {
  const at = [first];
  for (const gap of gaps) at.push((at.at(-1) ?? 0) + gap);
  return at;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}

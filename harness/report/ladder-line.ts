/** One row of a ladder, drawn cell by cell on its lifelines. */
import type { Row } from "../execution/transcript.ts";
import { characterColumns, columns, cut } from "./columns.ts";
import { arrowOf, type Shape, span } from "./ladder-shape.ts";
import { inline } from "./visible.ts";

export function names({ names, at }: Shape): string {
  const line: string[] = [];
  names.forEach((name, index) => {
    put(line, (at[index] ?? 0) - Math.floor(columns(inline(name)) / 2), inline(name));
  });
  return joined(line);
}

export function row(shape: Shape, row: Row, width: number): string {
  const line: string[] = [];
  for (const at of shape.at) put(line, at, "│");
  const text = inline(row.text);
  const [from, to] = span(shape.names, row);
  const left = shape.at[from] ?? 0;
  const arrow = arrowOf(shape.names, row);
  if (arrow !== null) {
    const right = shape.at[to] ?? 0;
    const rightward = shape.names[to] === arrow.to;
    put(line, left, shaft(right - left + 1, rightward, arrow.arrow));
    if (shape.beside === null) put(line, left + 2 + (rightward ? 0 : 1), ` ${text} `);
  } else {
    const over = row.shape.kind === "note" ? row.shape.over : [row.shape.from];
    for (const name of over) if (shape.names.includes(name)) put(line, shape.at[shape.names.indexOf(name)] ?? 0, "●");
    if (shape.beside === null) put(line, left + 2, `${text} `);
  }
  if (shape.beside !== null) put(line, shape.beside, cut(text, width - shape.beside));
  return joined(line);
}

const heads = { "->>": ["▶", "◀"], "-)": ["▷", "◁"], "-x": ["×", "×"] } as const;

function shaft(length: number, rightward: boolean, kind: keyof typeof heads): string {
  const line = "─".repeat(length - 3);
  return rightward ? `├${line}${heads[kind][0]}│` : `│${heads[kind][1]}${line}┤`;
}

function put(line: string[], at: number, text: string): void {
  let place = at;
  while (line.length < at) line.push(" ");
  for (const character of text) {
    const width = characterColumns(character);
    if (width === 0) line[place - 1] = (line[place - 1] ?? "") + character;
    else line[place] = character;
    if (width === 2) line[place + 1] = "";
    place += width;
  }
}

function joined(line: readonly string[]): string {
  return Array.from(line, (cell) => cell ?? " ")
    .join("")
    .trimEnd();
}

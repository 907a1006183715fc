/** The tables under `## Messages` and `## Console` → their rows. */

import type { Table, TableCell } from "mdast";
import { below, codeOf, placeOfNode, wordsOf } from "./markdown.ts";
import { suggestion } from "./nearest.ts";
import { error } from "./problem.ts";
import type { ConsoleFormat, MessageFormat, Place, Problem, Text } from "./spec.ts";
import { isProblem, parseFormat } from "./text.ts";

/** A row of a table whose cells are asked for by the names of their columns. */
class Row {
  readonly #file: string;
  readonly #cells: ReadonlyMap<string, TableCell>;
  readonly #problems: Problem[];
  readonly place: Place;

  constructor(file: string, cells: ReadonlyMap<string, TableCell>, place: Place, problems: Problem[]) {
    this.#file = file;
    this.#cells = cells;
    this.#problems = problems;
    this.place = place;
  }

  words(column: string): string {
    const cell = this.#cells.get(column);
    return cell ? wordsOf(cell).trim() : "";
  }

  choice<Word extends string>(column: string, choices: readonly Word[]): Word | null {
    const word = this.words(column);
    const chosen = choices.find((one) => one === word.toLowerCase());
    if (chosen === undefined) this.fail(`unknown *${column}* \`${word}\`${suggestion(word, choices)}`, column);
    return chosen ?? null;
  }

  /** The formats in a cell: one for each code span. */
  formats(column: string): Text[] {
    const cell = this.#cells.get(column);
    const spans = cell ? below(cell, "inlineCode") : [];
    if (spans.length === 0) this.fail(`expected a format in backticks in the column *${column}*`, column);
    return spans.flatMap((span) => {
      const { text, place } = codeOf(span, this.#file);
      const format = parseFormat(text, place);
      if (isProblem(format)) this.#problems.push(format);
      else if (trouble(format)) this.#problems.push(error(place, `bad format: ${trouble(format)}`));
      else return [format];
      return [];
    });
  }

  fail(message: string, column: string): void {
    const cell = this.#cells.get(column);
    this.#problems.push(error(cell?.children[0] ? placeOfNode(cell.children[0], this.#file) : this.place, message));
  }
}

/** Reads a table of messages; what is wrong is added to the problems. */
export function readMessages(table: Table, file: string, problems: Problem[]): MessageFormat[] {
  return rows(table, file, ["Message", "From", "Format"], problems).flatMap((row) => {
    const name = row.words("Message");
    if (!/^[A-Za-z][\w.-]*$/.test(name)) row.fail(`\`${name}\` is no message's name: expected one word`, "Message");
    const sender = row.choice("From", ["client", "server"]);
    const [format, ...more] = row.formats("Format");
    if (more.length > 0) row.fail(`expected one format, got ${more.length + 1}`, "Format");
    return sender && format ? { name, sender, format, place: row.place } : [];
  });
}

/** Reads a table of lines that are printed and typed. */
export function readConsole(table: Table, file: string, problems: Problem[]): ConsoleFormat[] {
  return rows(table, file, ["Who", "Does", "Line"], problems).flatMap((row) => {
    const who = row.choice("Who", ["client", "server"]);
    const does = row.choice("Does", ["prints", "types"]);
    const formats = row.formats("Line");
    return who && does && formats.length > 0 ? { who, does, formats, place: row.place } : [];
  });
}

function rows(table: Table, file: string, columns: readonly string[], problems: Problem[]): Row[] {
  const [head, ...body] = table.children;
  const titles = head?.children.map((cell) => wordsOf(cell).trim().toLowerCase()) ?? [];
  const missing = columns.filter((column) => !titles.includes(column.toLowerCase()));
  if (missing.length > 0) {
    const named = (list: readonly string[]) => list.map((column) => `*${column}*`).join(", ");
    problems.push(
      error(placeOfNode(table, file), `the table has no column ${named(missing)}: expected ${named(columns)}`),
    );
    return [];
  }
  return body.map((row) => {
    const cells = new Map<string, TableCell>();
    for (const column of columns) {
      const cell = row.children[titles.indexOf(column.toLowerCase())];
      if (cell) cells.set(column, cell);
    }
    return new Row(file, cells, placeOfNode(row, file), problems);
  });
}

/** A format must be readable backwards: what takes everything stands last, and each name once. */
function trouble(format: Text): string | null {
  const names = format.flatMap((piece) => (piece.kind === "hole" ? piece.name : []));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return `the hole {${twice}} stands twice`;
  const greedy = format.findIndex(
    (piece) => piece.kind === "hole" && (piece.takes === "rest" || piece.takes === "words"),
  );
  if (greedy !== -1 && greedy !== format.length - 1)
    return "a hole that takes everything up to the end must be the last";
  return format.some((piece) => piece.kind === "filler") ? "a long text stands in diagrams only" : null;
}

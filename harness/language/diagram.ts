/**
 * The lines of one Mermaid sequence diagram → its steps and title, with every problem that was met on the way.
 * Lines are read one by one; blocks (`loop`, `par`, `alt`, `opt`) wait on a stack for their `end`.
 */

import { looksLikeArrow, parseArrow } from "./arrow.ts";
import { nameTrouble } from "./names.ts";
import { parseNote } from "./note.ts";
import { error, inOrder, right } from "./problem.ts";
import { looksLikeStyle } from "./quote.ts";
import { looksLikeRange, parseRange } from "./range.ts";
import type { Over, Place, Problem, Scenario, Step } from "./spec.ts";
import { parseString } from "./text.ts";

export interface Diagram {
  readonly title: string | null;
  /** What could be read; complete only where there are no problems. */
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
}

/** The lines that begin with a word of Mermaid's. */
const words = /^(?:autonumber|participant|title|loop|par|alt|opt|and|else|end)(?=[\s:]|$)/;

const anything =
  "expected an arrow (`alice->>server: text`), `Note over NAME: …`, a block (loop, par, alt, opt), `end`, `participant` or `title`";

const htmlTrouble = "Mermaid changes double quotes between `<` and `>`: write the text in quotes, with \\u003c for `<`";

interface Block {
  readonly kind: "loop" | "par" | "alt" | "opt";
  /** Null also where the range could not be read. */
  readonly over: Over | null;
  readonly place: Place;
  readonly branches: Step[][];
}

/** Whether a Mermaid block is one of ours. */
export function isSequenceDiagram(source: string): boolean {
  return /^\s*(?:%%[^\n]*\n\s*)*sequenceDiagram\b/.test(source);
}

/** Reads a diagram whose first line begins at this place. */
export function parseDiagram(source: string, start: Place): Diagram {
  const reader = new Reader();
  source.split(/\r\n|[\n\r]/).forEach((whole, index) => {
    const line = whole.trim();
    const column = start.column + whole.length - whole.trimStart().length;
    reader.read(line, { file: start.file, line: start.line + index, column });
  });
  for (const html of source.matchAll(/<\w[^>]*"[^>]*>/g)) {
    const before = source.slice(0, html.index).split(/\r\n|[\n\r]/);
    const column = start.column + before.at(-1)!.length;
    reader.fail({ file: start.file, line: start.line + before.length - 1, column }, htmlTrouble);
  }
  return reader.finish(start);
}

/** Reads a file that holds one diagram and nothing else: a scenario that a failure has saved, say. */
export function parseScenario(source: string, file: string): Scenario | { readonly problems: readonly Problem[] } {
  const place: Place = { file, line: 1, column: 1 };
  const { title, steps, problems } = parseDiagram(source, place);
  return problems.length > 0 ? { problems } : { name: title ?? "", steps, place };
}

/** Reads one line after the other; what blocks are open is what it must remember. */
class Reader {
  readonly #steps: Step[] = [];
  readonly #open: Block[] = [];
  readonly #problems: Problem[] = [];
  #title: string | null = null;
  #begun = false;

  read(line: string, place: Place): void {
    if (line === "" || line.startsWith("%%")) return;
    if (!this.#begun) {
      this.#begun = true;
      if (line !== "sequenceDiagram") this.fail(place, "expected `sequenceDiagram` on the first line");
      return;
    }
    const trouble = misread(line, place);
    if (trouble) this.#problems.push(trouble);
    else if (words.test(line)) this.#readWord(line, place);
    else if (/^note\b/i.test(line)) this.#add(parseNote(line, place));
    else if (looksLikeArrow(line)) this.#add(parseArrow(line, place));
    else this.fail(place, `${anything}, got \`${line}\``);
  }

  finish(start: Place): Diagram {
    if (!this.#begun) this.fail(start, "expected `sequenceDiagram` on the first line");
    for (const { kind, place } of this.#open) this.fail(place, `\`${kind}\` without its \`end\``);
    return { title: this.#title, steps: this.#steps, problems: inOrder(this.#problems) };
  }

  #readWord(line: string, place: Place): void {
    const [, word = "", space = "", rest = ""] = /^([^\s:]*)(:?\s*)(.*)$/.exec(line)!;
    const restAt = right(place, word.length + space.length);
    const block = this.#open.at(-1);
    switch (word) {
      case "autonumber":
        return;
      case "participant": {
        const trouble = nameTrouble(rest);
        if (trouble) this.fail(restAt, trouble);
        return;
      }
      case "title": {
        const title = parseString(rest, restAt);
        if (typeof title === "string") this.#title = title;
        else this.#problems.push(title);
        return;
      }
      case "loop":
        this.#begin("loop", rest, restAt, place);
        return;
      case "par":
      case "alt":
      case "opt":
        this.#begin(word, rest, restAt, place);
        return;
      case "and":
        if (block?.kind === "par" && block.over === null) block.branches.push([]);
        else
          this.fail(
            place,
            block?.over
              ? "`and` in a `par` with a range, which has one branch"
              : "unexpected `and`: no `par` is open here",
          );
        return;
      case "else":
        if (block?.kind === "alt") block.branches.push([]);
        else this.fail(place, "unexpected `else`: no `alt` is open here");
        return;
      case "end":
        this.#open.pop();
        if (block) this.#add([closed(block)]);
        else this.fail(place, "unexpected `end`: no block is open here");
        return;
    }
  }

  #begin(kind: Block["kind"], words: string, wordsAt: Place, place: Place): void {
    const ranged = kind === "loop" || (kind === "par" && looksLikeRange(words));
    const over = ranged ? parseRange(words, wordsAt) : null;
    if (over && "message" in over) this.#problems.push(over);
    this.#open.push({ kind, over: over && "message" in over ? null : over, place, branches: [[]] });
  }

  #add(read: Step | readonly Step[] | Problem): void {
    if ("message" in read) this.#problems.push(read);
    else (this.#open.at(-1)?.branches.at(-1) ?? this.#steps).push(...("kind" in read ? [read] : read));
  }

  fail(place: Place, message: string): void {
    this.#problems.push(error(place, message));
  }
}

function closed({ kind, over, place, branches }: Block): Step {
  if (kind === "alt") return { kind, branches, place };
  if (kind === "par") return { kind, over, branches, place };
  const steps = branches[0]!;
  // A loop whose range could not be read is a problem already; its steps are kept as if they might happen.
  return kind === "loop" && over ? { kind, over, steps, place } : { kind: "opt", steps, place };
}

/** What Mermaid would read otherwise than it stands there: GitHub would show something else than we run. */
function misread(line: string, place: Place): Problem | null {
  const sign = /;|#|%%\{/.exec(line.replace(/#(?:59|35);/g, (entity) => "x".repeat(entity.length)));
  if (sign?.[0] === ";") return error(right(place, sign.index), "Mermaid ends a line at `;`: write `#59;`");
  if (sign?.[0] === "#") return error(right(place, sign.index), "Mermaid begins a comment at `#`: write `#35;`");
  if (sign) return error(right(place, sign.index), 'Mermaid reads `%%{` as a directive: write "%\\u0025{" in quotes');
  if (looksLikeStyle(line)) {
    return error(
      place,
      "Mermaid takes this for CSS and drops the last `;`: write the text in quotes, with \\u003b for `;`",
    );
  }
  return null;
}

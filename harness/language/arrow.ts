/** One line with an arrow (`alice->>server: text`) → a step, or what is wrong with it. */

import { nameTrouble, who } from "./names.ts";
import { error, right } from "./problem.ts";
import type { Place, Problem, Step } from "./spec.ts";
import { isProblem, parseText } from "./text.ts";

const shape = new RegExp(`^(${who})(\\s*)(-->>|->>|-x|-\\)|[-<][-<>/|\\\\()]*x?)(\\s*)(${who})\\s*(:?)(.*)$`);
const arrows = "expected `->>`, `-->>`, `-)` or `-x`";

/** Whether a line looks as if it were meant as an arrow. */
export function looksLikeArrow(line: string): boolean {
  return new RegExp(`^${who}\\s*[-<]`).test(line);
}

/** Reads a line with an arrow. */
export function parseArrow(line: string, place: Place): Step | Problem {
  const found = shape.exec(line);
  if (!found)
    return error(place, `this is no arrow between two participants: ${arrows}, as in \`alice->>server: hello\``);
  const [, from = "", before = "", arrow = "", after = "", to = "", colon, rest = ""] = found;
  const arrowAt = from.length + before.length;
  const toAt = arrowAt + arrow.length + after.length;
  const trouble = nameTrouble(from);
  if (trouble) return error(place, trouble);
  const otherTrouble = nameTrouble(to);
  if (otherTrouble) return error(right(place, toAt), otherTrouble);
  if (!/^(?:-->>|->>|-x|-\))$/.test(arrow))
    return error(right(place, arrowAt), `unknown arrow \`${arrow}\`: ${arrows}`);
  if (colon === "") return error(right(place, toAt + to.length), "expected `:` and a text after the receiver");
  const textAt = right(place, line.length - rest.trimStart().length);
  const words = rest.trim();
  if (words === "") return error(textAt, 'expected a text after `:` (`""` for an empty one)');
  if (arrow === "-)") {
    if (words === "connects") return { kind: "connects", from, to, place };
    return error(textAt, `expected \`connects\` after \`-)\`, got \`${words}\``);
  }
  if (arrow === "-x") {
    if (words === "closes" || words === "resets" || words === "half-closes") {
      return { kind: "closes", from, to, how: words, place };
    }
    return error(textAt, `expected \`closes\`, \`resets\` or \`half-closes\` after \`-x\`, got \`${words}\``);
  }
  const text = parseText(words, textAt);
  return isProblem(text) ? text : { kind: "message", from, to, text, place };
}

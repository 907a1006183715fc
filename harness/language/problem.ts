/** Places and messages → problems, and the small steps from one place to the next. */

import type { Place, Problem } from "./spec.ts";

/** An error at this place. */
export function error(place: Place, message: string): Problem {
  return { file: place.file, line: place.line, column: place.column, message, severity: "error" };
}

/** A warning at this place: told, but it stops nothing. */
export function warning(place: Place, message: string): Problem {
  return { ...error(place, message), severity: "warning" };
}

/** The place so many characters further right. */
export function right(place: Place, by: number): Place {
  return { file: place.file, line: place.line, column: place.column + by };
}

/** The order in which a reader meets them. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

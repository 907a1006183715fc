/** A pattern (`CHAT-MSG`, `CHAT-MSG-3`, `CHAT-*-1`) → the rules that it means. */
import type { Rule, Spec } from "./spec.ts";

/** Ids that begin so, whole numbers only; with `*`, ids that fit. Capitals do not matter. */
export function rulesOf(spec: Spec, pattern: string): readonly Rule[] {
  const wanted = pattern.trim().toUpperCase();
  if (wanted === "") return [];
  const source = wanted.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const fits = (id: string): boolean =>
    wanted.includes("*")
      ? new RegExp(`^${source}$`).test(id)
      : id === wanted || id.startsWith(/\d$/.test(wanted) ? `${wanted}-` : wanted);
  return spec.rules.filter(({ id }) => fits(id));
}

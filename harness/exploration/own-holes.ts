/** Steps that are generated one by one mean the same holes only where they belong together. */
import type { Step, Text } from "../language/spec.ts";

/**
 * What a hole stands for is the same within these steps, and another than in all before: `replytext`, then `reply2text`.
 * @param seen the names that are taken; those of these steps are added
 * @param common holes that stand for the same everywhere
 */
export function ownHoles(steps: readonly Step[], seen: Set<string>, common: ReadonlySet<string> = new Set()): Step[] {
  const names = new Map<string, string>([...common].map((name) => [name, name]));
  const renamed = (name: string): string => {
    const [, stem = "", end = ""] = /^(.*?)(text)?$/s.exec(name) ?? [];
    let own = name;
    for (let n = 2; seen.has(own); n++) own = `${stem}${n}${end}`;
    return own;
  };
  const text = (before: Text): Text =>
    before.map((piece) => {
      if (piece.kind !== "hole") return piece;
      const name = names.get(piece.name) ?? renamed(piece.name);
      names.set(piece.name, name);
      return { ...piece, name };
    });
  const step = (before: Step): Step => {
    if (before.kind === "par" || before.kind === "alt")
      return { ...before, branches: before.branches.map((branch) => branch.map(step)) };
    if (before.kind === "prints-something") return { ...before, with: before.with && text(before.with) };
    return "text" in before ? { ...before, text: text(before.text) } : before;
  };
  const own = steps.map(step);
  for (const name of names.values()) seen.add(name);
  return own;
}

/** A scenario as it is shown in a ladder: with the messages and lines as the program under test has them. */
import type { Speech } from "../dialect/speaking.ts";
import type { Text, Who } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import type { Written } from "./expand.ts";
import { flatMap, leaves, type Tree } from "./tree.ts";

/** @param wire whether the messages are seen: those of a pair are its own */
export function shown(trees: readonly Tree<Written>[], words: Speech, wire: boolean): Tree<Written>[] {
  const names = new Map<Who, string>();
  for (const { step } of leaves(trees)) {
    const name = step.kind === "starts-with" ? step.settings["name"] : undefined;
    if (step.kind === "starts-with" && name !== undefined) names.set(step.who, name);
  }
  return flatMap(trees, (leaf): Written[] => {
    const { step } = leaf;
    if (step.kind === "types" || step.kind === "prints")
      return [{ ...leaf, step: { ...step, text: sent(words.line(step.text, step.who, step.kind), step.text) } }];
    if (step.kind !== "message" || !wire) return [leaf];
    const client = isServer(step.from) ? step.to : step.from;
    const said = words.message(step.text, step.from, names.get(client) ?? client);
    return [{ ...leaf, step: { ...step, text: sent(said, step.text) } }];
  });
}

function sent(said: ReturnType<Speech["message"]>, otherwise: Text): Text {
  return said.kind === "said" ? said.sent : otherwise;
}

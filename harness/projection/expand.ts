/**
 * Writes a scenario out: loops and fragments are unrolled, parameters and loop variables filled in.
 * What is left are single steps, numbered as the rows of a ladder.
 */
import type { Over, Scenario, Spec, Step, Text, Who } from "../language/spec.ts";
import { isClient } from "../language/spec.ts";
import { flatten } from "../language/steps.ts";
import { fillHoles, literal, renameWord } from "./texts.ts";
import type { Tree } from "./tree.ts";

/** A step that is no block. */
export type Single = Exclude<Step, { kind: "fragment" | "loop" | "par" | "alt" | "opt" }>;

export interface Written {
  /** The row's number, from 0. */
  readonly row: number;
  readonly step: Single;
  /** The fragment that it comes from. */
  readonly fragment: string | null;
}

/**
 * @param params the values of `{name}`s that are no holes
 * @throws RangeError for a range whose ends are no `word` and number, which `check` reports with its place
 */
export function expand(scenario: Scenario, spec: Spec, params: Readonly<Record<string, string>>): Tree<Written>[] {
  let rows = 0;
  let played = 0;

  function all(steps: readonly Step[], values: Values, fragment: string | null): Tree<Written>[] {
    return steps.flatMap((step) => one(step, values, fragment));
  }

  function one(step: Step, values: Values, fragment: string | null): Tree<Written>[] {
    switch (step.kind) {
      case "loop":
        return range(step.over, values).flatMap((value) =>
          all(step.steps, { ...values, [step.over.variable]: value }, fragment),
        );
      case "par": {
        const { over, branches } = step;
        if (over === null) return [{ kind: "par", branches: branches.map((branch) => all(branch, values, fragment)) }];
        const copies = range(over, values).map((value) =>
          all(branches[0]!, { ...values, [over.variable]: value }, fragment),
        );
        return [{ kind: "par", branches: copies }];
      }
      case "alt":
        return [{ kind: "alt", branches: step.branches.map((branch) => all(branch, values, fragment)) }];
      case "opt":
        return [{ kind: "alt", branches: [all(step.steps, values, fragment), []] }];
      case "fragment": {
        const steps = spec.fragments.get(step.name)?.steps ?? [];
        const stand = standIn(steps);
        return step.who.flatMap((who) => {
          const name = values[who] ?? who;
          const playing = `${step.name} ${++played}`;
          return all(
            steps.map((inner) => cast(inner, stand, name, playing, values)),
            values,
            step.name,
          );
        });
      }
      default:
        return [{ kind: "leaf", leaf: { row: rows++, step: settle(step, values), fragment } }];
    }
  }
  return all(scenario.steps, { ...params }, null);
}

type Values = Readonly<Record<string, string>>;

/** `user1..user3` are user1, user2, user3; `1..3` are 1, 2, 3. */
export function range(over: Over, values: Values): string[] {
  const [first, last] = [over.first, over.last].map((end) =>
    /^(.*?)(\d+)$/.exec(literal(fillHoles(end, values)) ?? ""),
  );
  if (!first || !last || first[1] !== last[1]) throw new RangeError(`no range: the ends of ${over.variable}`);
  const count = Number(last[2]) - Number(first[2]) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => `${first[1]}${Number(first[2]) + i}`);
}

/** A step with its texts filled in and its participants' names settled. */
function settle(step: Single, values: Values): Single {
  return change(
    step,
    (who) => values[who] ?? fill(who, values),
    (text) => fillHoles(text, values),
  );
}

/** `{winner{i}}` as a participant: the inner name is filled in, the outer one stays a hole. */
function fill(who: Who, values: Values): Who {
  return who.replace(/\{(\w+)\}(?=.)/g, (all, name: string) => values[name] ?? all);
}

/** The one client of a fragment, for whom others stand in. */
function standIn(steps: readonly Step[]): Who {
  for (const step of flatten(steps)) {
    const names = "who" in step ? [step.who].flat() : "from" in step ? [step.from, step.to] : [];
    const found = names.find(isClient);
    if (found !== undefined) return found;
  }
  return "";
}

/** A step of a fragment as somebody plays it: the name is hers, and so are the holes, each time that it is played. */
function cast(step: Step, stand: Who, name: Who, playing: string, values: Values): Step {
  const all = (steps: readonly Step[], more: Values = {}): Step[] =>
    steps.map((inner) => cast(inner, stand, name, playing, { ...values, ...more }));
  const who = (each: Who): Who => (each === stand ? name : each);
  switch (step.kind) {
    case "loop":
      return { ...step, steps: all(step.steps, { [step.over.variable]: "" }) };
    case "opt":
      return { ...step, steps: all(step.steps) };
    case "par":
    case "alt": {
      const more = step.kind === "par" && step.over !== null ? { [step.over.variable]: "" } : {};
      return { ...step, branches: step.branches.map((branch) => all(branch, more)) };
    }
    case "fragment":
      return { ...step, who: step.who.map(who) };
    default:
      return change(step, who, (text) =>
        renameWord(text, stand, name).map((piece) =>
          piece.kind === "hole" && piece.takes !== "address" && values[piece.name] === undefined
            ? { ...piece, name: `${piece.name} (${playing})` }
            : piece,
        ),
      );
  }
}

/** The same step with other participants and texts. */
export function change(step: Single, who: (who: Who) => Who, text: (text: Text) => Text): Single {
  switch (step.kind) {
    case "message":
      return { ...step, from: who(step.from), to: who(step.to), text: text(step.text) };
    case "connects":
    case "closes":
      return { ...step, from: who(step.from), to: who(step.to) };
    case "types":
    case "prints":
    case "prompts":
      return { ...step, who: who(step.who), text: text(step.text) };
    case "prints-something":
      return { ...step, who: who(step.who), with: step.with === null ? null : text(step.with) };
    case "has-file":
    case "saves-file":
      return { ...step, who: who(step.who), name: text(step.name), text: text(step.text) };
    case "hears-nothing":
    case "hears-anything":
      return { ...step, who: step.who.map(who) };
    case "starts-with": {
      const name = step.settings["name"];
      const settings = name === undefined ? step.settings : { ...step.settings, name: who(name) };
      return { ...step, who: who(step.who), settings };
    }
    default:
      return { ...step, who: who(step.who) };
  }
}

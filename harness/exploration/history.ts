/** Calls that several clients make at the same time: the scenario in which they do, and what it showed, as a history. */
import { show } from "../execution/pattern.ts";
import type { Transcript } from "../execution/transcript.ts";
import type { Scenario, Step } from "../language/spec.ts";
import type { Operation } from "./linearizability.ts";
import type { Concurrent, Course, Deed } from "./model.ts";
import { ownHoles } from "./own-holes.ts";
import { NOWHERE, steps } from "./steps.ts";
import { rowsOf } from "./story.ts";

/** What each client calls, one after the other. */
export type Calls<Call> = readonly (readonly Call[])[];

/** Those who call nothing are left out: who remains is a branch each. */
export function scenarioOf<State, Call, Op>(
  concurrent: Concurrent<State, Call, Op>,
  calls: Calls<Call>,
  name: string,
): Scenario {
  const branches = played(concurrent, calls)
    .map((all) => all.flatMap(({ steps }) => steps))
    .filter((branch) => branch.length > 0);
  const together = branches.length < 2 ? branches.flat() : [steps.par(...branches)];
  return { name, steps: [...concurrent.opening.map(({ step }) => step), ...together], place: NOWHERE };
}

/** What was called and answered, in the order in which we did and saw it. What was not called is left out. */
export function historyOf<State, Call, Op>(
  concurrent: Concurrent<State, Call, Op>,
  calls: Calls<Call>,
  { heard }: Pick<Transcript, "heard">,
): (Operation<Op> & { readonly row: number })[] {
  const at = new Map(heard?.order.map((row, i) => [row, i]));
  const holes = new Map(Object.entries(heard?.holes ?? {}));
  const history: (Operation<Op> & { readonly row: number })[] = [];
  let row = concurrent.opening.flatMap(({ step }) => rowsOf(step)).length;
  for (const [i, all] of played(concurrent, calls).entries()) {
    for (const { deeds } of all) {
      const known = new Map<Op, Operation<Op> & { readonly row: number }>();
      for (const { step, calls: call, answers = [] } of deeds) {
        const moment = at.get(row);
        if (moment !== undefined && call !== undefined) {
          const lost = { answer: null, answered: Number.POSITIVE_INFINITY };
          known.set(call, { client: concurrent.clients[i]!, call, called: moment, row, ...lost });
        }
        for (const answered of moment === undefined ? [] : answers) {
          const operation = known.get(answered);
          if (operation === undefined) continue;
          known.set(answered, { ...operation, answer: textOf(step, holes), answered: moment!, row });
        }
        row++;
      }
      history.push(...known.values());
    }
  }
  return history;
}

interface Played<Op> {
  readonly steps: readonly Step[];
  /** One for each row. */
  readonly deeds: readonly Deed<Op>[];
}

/** What each client does and is told, call by call. */
function played<State, Call, Op>({ clients, plays }: Concurrent<State, Call, Op>, calls: Calls<Call>): Played<Op>[][] {
  const seen = new Set<string>();
  return calls.map((own, i) =>
    own.map((call) => {
      const course = plays(clients[i]!, call);
      const steps = ownHoles(stepsOf(course), seen);
      const rows = steps.flatMap(rowsOf);
      return { steps, deeds: deedsOf(course).map((deed, row) => ({ ...deed, step: rows[row]! })) };
    }),
  );
}

function stepsOf<Op>(course: Course<Op>): Step[] {
  return course.map((part) => ("either" in part ? steps.alt(...part.either.map(stepsOf)) : part.step));
}

function deedsOf<Op>(course: Course<Op>): Deed<Op>[] {
  return course.flatMap((part) => ("either" in part ? part.either.flatMap(deedsOf) : [part]));
}

function textOf(step: Step, holes: ReadonlyMap<string, string>): string {
  return "text" in step ? show(step.text, holes) : step.kind;
}

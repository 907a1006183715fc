/** Calls that several clients make at the same time: the scenario in which they do, and what it showed, as a history. */
import type { Transcript } from "../execution/transcript.ts";
import type { Scenario, Who } from "../language/spec.ts";
import type { Operation } from "./linearizability.ts";
import type { Concurrent } from "./model.ts";
import { NOWHERE, steps } from "./steps.ts";

/** What each client calls, one after the other. */
export type Calls<Call> = readonly (readonly Call[])[];

export function scenarioOf<State, Call>(
  { opening, clients, says }: Concurrent<State, Call>,
  calls: Calls<Call>,
  name: string,
): Scenario {
  let number = 0;
  const branches = calls.map((own, i) =>
    own.flatMap((call) => [
      steps.message(clients[i]!, "server", says(call)),
      steps.message("server", clients[i]!, [steps.hole(`answer${++number}text`)]),
    ]),
  );
  const full = branches.filter((branch) => branch.length > 0);
  const together = full.length < 2 ? full.flat() : [steps.par(...full)];
  return { name, steps: [...opening.map(({ step }) => step), ...together], place: NOWHERE };
}

/** What was called and answered, in the order in which we did and saw it. */
export function historyOf<State, Call>(
  { opening, clients }: Concurrent<State, Call>,
  calls: Calls<Call>,
  { heard }: Pick<Transcript, "heard">,
): (Operation<Call> & { readonly row: number })[] {
  const at = new Map(heard?.order.map((row, i) => [row, i]));
  let number = 0;
  return calls.flatMap((own, i) =>
    own.map((call) => {
      const row = opening.length + 2 * number + 1;
      const answer = heard?.holes[`answer${++number}text`] ?? null;
      const [called, answered] = [at.get(row - 1) ?? 0, at.get(row) ?? Number.POSITIVE_INFINITY];
      return { client: clients[i] as Who, call, answer, called, answered, row };
    }),
  );
}

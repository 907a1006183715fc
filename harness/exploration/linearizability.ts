/**
 * Is there an order, one call after the other, that explains what all clients were answered? Calls that did not overlap
 * keep their order. After Wing & Gong (1993) with Lowe's pruning (2017): a set of calls that led to a state before is
 * not tried again. Pure. The time grows with the number of calls, and each lost answer may double it.
 */

/** What calls do one after the other. */
export interface Sequential<State, Call> {
  readonly initial: State;
  /**
   * The state after a call that is answered so; null when no such answer is right. A lost answer (null) may have been
   * any.
   */
  readonly step: (state: State, call: Call, answer: string | null) => State | null;
  /** The same for equal states, and for no others. */
  readonly key: (state: State) => string;
}

export interface Operation<Call> {
  readonly client: string;
  readonly call: Call;
  /** Null when it was lost: then the call may have had its effect at any time after it was made, or never. */
  readonly answer: string | null;
  /** Moments on one clock. Of two that are equal, the call counts as the earlier. */
  readonly called: number;
  readonly answered: number;
}

export type Linearized<Call> =
  | { readonly linearizable: true; readonly order: readonly Operation<Call>[] }
  | {
      readonly linearizable: false;
      /** The longest order that was found before it went no further. */
      readonly order: readonly Operation<Call>[];
      /** An operation whose answer nothing explains then. */
      readonly stuck: Operation<Call>;
    };

/** A call or an answer, in a list from which those that were put in order are taken out. */
interface Entry<Call> {
  readonly operation: Operation<Call>;
  readonly number: number;
  /** Of a call: its answer's entry; null when the answer was lost. Of an answer: undefined. */
  readonly answer: Entry<Call> | null | undefined;
  before: Entry<Call> | null;
  after: Entry<Call> | null;
}

export function linearize<State, Call>(
  history: readonly Operation<Call>[],
  { initial, step, key }: Sequential<State, Call>,
): Linearized<Call> {
  const head = listOf(history);
  const taken = new Uint16Array(Math.ceil(history.length / 16));
  const seen = new Set<string>();
  const stack: { readonly entry: Entry<Call>; readonly state: State }[] = [];
  let answersLeft = history.filter(({ answer }) => answer !== null).length;
  let state = initial;
  let longest: readonly Operation<Call>[] = [];
  let stuck: Operation<Call> | null = null;
  let entry = head.after;
  while (answersLeft > 0 && entry !== null) {
    const { operation, number } = entry;
    if (entry.answer !== undefined) {
      const next = step(state, operation.call, operation.answer);
      // A call of which nobody has heard, and which changes nothing, need not have been.
      if (next !== null && (entry.answer !== null || key(next) !== key(state))) {
        taken[number >> 4]! ^= 1 << (number & 15);
        const place = `${String.fromCharCode(...taken)}${key(next)}`;
        if (!seen.has(place)) {
          seen.add(place);
          stack.push({ entry, state });
          state = next;
          if (entry.answer !== null) answersLeft--;
          takeOut(entry);
          entry = head.after;
          continue;
        }
        taken[number >> 4]! ^= 1 << (number & 15);
      }
      entry = entry.after;
      continue;
    }
    // Its call should have come before, and cannot: back to the last choice.
    if (stuck === null || stack.length > longest.length) {
      longest = stack.map((each) => each.entry.operation);
      stuck = operation;
    }
    const last = stack.pop();
    if (last === undefined) return { linearizable: false, order: longest, stuck };
    ({ state } = last);
    taken[last.entry.number >> 4]! ^= 1 << (last.entry.number & 15);
    if (last.entry.answer !== null) answersLeft++;
    putBack(last.entry);
    entry = last.entry.after;
  }
  return { linearizable: true, order: stack.map((each) => each.entry.operation) };
}

/** Calls and answers by time, behind a head. */
function listOf<Call>(history: readonly Operation<Call>[]): Entry<Call> {
  const moments: { readonly at: number; readonly isAnswer: boolean; readonly entry: Entry<Call> }[] = [];
  for (const [number, operation] of history.entries()) {
    const link = { operation, number, before: null, after: null };
    const answer: Entry<Call> | null = operation.answer === null ? null : { ...link, answer: undefined };
    moments.push({ at: operation.called, isAnswer: false, entry: { ...link, answer } });
    if (answer !== null) moments.push({ at: operation.answered, isAnswer: true, entry: answer });
  }
  moments.sort((a, b) => a.at - b.at || Number(a.isAnswer) - Number(b.isAnswer));
  const head = { before: null, after: null } as unknown as Entry<Call>;
  let last = head;
  for (const { entry } of moments) {
    last.after = entry;
    entry.before = last;
    last = entry;
  }
  return head;
}

function takeOut<Call>(entry: Entry<Call>): void {
  for (const each of [entry, entry.answer]) {
    if (!each) continue;
    each.before!.after = each.after;
    if (each.after !== null) each.after.before = each.before;
  }
}

/** The other way round, so that each finds its neighbours as it left them. */
function putBack<Call>(entry: Entry<Call>): void {
  for (const each of [entry.answer, entry]) {
    if (!each) continue;
    each.before!.after = each;
    if (each.after !== null) each.after.before = each;
  }
}

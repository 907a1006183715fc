/**
 * Walks through a model: sequences of actions, each possible in the state that those before lead to. They shrink by
 * leaving actions out (half of them, a quarter, …, one) and by making single ones simpler; what is then no longer
 * possible is left out too.
 */
import fc from "fast-check";
import type { Model } from "./model.ts";

/** An action, and what its own arbitrary needs to know to make it simpler. */
interface Taken<Action> {
  readonly action: Action;
  readonly arbitrary: fc.Arbitrary<Action> | null;
  readonly context: unknown;
}

export class Walk<State, Action> extends fc.Arbitrary<readonly Action[]> {
  readonly #model: Model<State, Action>;
  readonly #most: number;

  /** @param most actions are drawn at most, without those that lead back to the initial state */
  constructor(model: Model<State, Action>, most: number) {
    super();
    this.#model = model;
    this.#most = most;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<readonly Action[]> {
    const taken: Taken<Action>[] = [];
    let state = this.#model.initial;
    // Some actions turn out not to be possible, so there are more tries than actions.
    const length = random.nextInt(1, this.#most);
    for (let tries = 0; tries < 4 * length && taken.length < length; tries++) {
      const arbitrary = this.#model.actions(state);
      if (arbitrary === null) break;
      const { value: action, context } = arbitrary.generate(random, bias);
      const next = this.#model.act(state, action);
      if (next === null) continue;
      taken.push({ action, arbitrary, context });
      state = next.state;
    }
    const end = this.#model.end(state).map((action) => ({ action, arbitrary: null, context: undefined }));
    return this.#value([...taken, ...end]);
  }

  override canShrinkWithoutContext(_value: unknown): _value is readonly Action[] {
    return false;
  }

  override shrink(_: readonly Action[], context: unknown): fc.Stream<fc.Value<readonly Action[]>> {
    return fc.stream(this.#simpler(context as readonly Taken<Action>[]));
  }

  *#simpler(taken: readonly Taken<Action>[]): IterableIterator<fc.Value<readonly Action[]>> {
    for (let size = Math.ceil(taken.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let from = taken.length; from > 0; from -= size) {
        const rest = this.#possible([...taken.slice(0, Math.max(0, from - size)), ...taken.slice(from)]);
        if (rest.length > 0 && rest.length < taken.length) yield this.#value(rest);
      }
    }
    for (const [at, { action, arbitrary, context }] of taken.entries()) {
      if (arbitrary === null) continue;
      for (const simpler of arbitrary.shrink(action, context)) {
        const one = { action: simpler.value, arbitrary, context: simpler.context };
        const all = this.#possible(taken.with(at, one));
        if (all.includes(one)) yield this.#value(all);
      }
    }
  }

  #possible(taken: readonly Taken<Action>[]): Taken<Action>[] {
    let state = this.#model.initial;
    return taken.filter(({ action }) => {
      const next = this.#model.act(state, action);
      state = next?.state ?? state;
      return next !== null;
    });
  }

  #value(taken: readonly Taken<Action>[]): fc.Value<readonly Action[]> {
    return new fc.Value(
      taken.map(({ action }) => action),
      taken,
    );
  }
}

/** Values that can be made simpler, the same for the same seed. */
export function draw<T>(arbitrary: fc.Arbitrary<T>, seed: number, count: number): fc.Value<T>[] {
  return fc.sample(new Kept(arbitrary), { seed, numRuns: count });
}

/** Hands out an arbitrary's values with what they need to be made simpler. */
class Kept<T> extends fc.Arbitrary<fc.Value<T>> {
  readonly #inner: fc.Arbitrary<T>;

  constructor(inner: fc.Arbitrary<T>) {
    super();
    this.#inner = inner;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<fc.Value<T>> {
    return new fc.Value(this.#inner.generate(random, bias), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is fc.Value<T> {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<fc.Value<T>>> {
    return fc.Stream.nil();
  }
}

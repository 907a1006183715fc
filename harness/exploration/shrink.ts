/** Makes what fails as simple as can be: takes the first simpler value that fails too, again and again. */
import type fc from "fast-check";

export interface Failing<Value, Found> {
  readonly value: fc.Value<Value>;
  /** What was seen when it failed. */
  readonly found: Found;
}

export interface Limits {
  /** So many values are tried at most. */
  readonly tries: number;
  /** And no new one after so long (ms). */
  readonly time: number;
  readonly signal?: AbortSignal | undefined;
}

export async function shrink<Value, Found>(
  failing: Failing<Value, Found>,
  arbitrary: fc.Arbitrary<Value>,
  fails: (value: fc.Value<Value>) => Promise<Found | null>,
  { tries: most, time, signal }: Limits,
): Promise<Failing<Value, Found> & { readonly tries: number }> {
  let simplest = failing;
  const began = performance.now();
  let tries = 0;
  const seen = new Set<string>();
  for (let simpler: typeof failing | null = failing; simpler !== null; ) {
    simplest = simpler;
    simpler = null;
    for (const value of arbitrary.shrink(simplest.value.value, simplest.value.context)) {
      const key = JSON.stringify(value.value);
      if (seen.has(key)) continue;
      seen.add(key);
      if (tries >= most || performance.now() - began > time || signal?.aborted) return { ...simplest, tries };
      tries++;
      const found = await fails(value);
      if (found === null) continue;
      simpler = { value, found };
      break;
    }
  }
  return { ...simplest, tries };
}

/** Whether one text looks like a variant of another, and not like something else altogether. */

/** Half of the words of the longer one are in both, whatever stands between them; or one text holds the other. */
export function alike(expected: string, got: string): boolean {
  const [these, those] = [wordsOf(expected), wordsOf(got)];
  if (these.size === 0 || those.size === 0) return expected === got;
  if (got.includes(expected)) return true;
  const both = [...these].filter((word) => those.has(word)).length;
  return both * 2 >= Math.max(these.size, those.size);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[^\s\p{P}\p{C}]+/gu));
}

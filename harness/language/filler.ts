/** A number of bytes → the long text of that size, always the same, and such that a reader sees where in it they are. */

/**
 * Words that each say the offset at which they begin (`at0 at4 at8 at12 …`): single spaces, none at the ends.
 * A piece that is lost, repeated or out of order is therefore seen at once.
 */
export function expandFiller(bytes: number): string {
  const known = made.get(bytes);
  if (known !== undefined) return known;
  const words: string[] = [];
  for (let size = 0; size < bytes; ) {
    const word = `at${size} `;
    words.push(word);
    size += word.length;
  }
  const text = words.join("").slice(0, bytes).replace(/ $/, ".");
  made.set(bytes, text);
  return text;
}

/** A run uses few sizes, many times over. */
const made = new Map<number, string>();

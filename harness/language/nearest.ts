/** A misspelt name and the names that exist → the one that was probably meant, and the words that say so. */

/** The nearest of the names, or null where none is near enough to be meant. */
export function nearest(name: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** `: did you mean …?`, or else what there is, to stand behind an error message. */
export function suggestion(name: string, names: Iterable<string>): string {
  const known = [...new Set(names)];
  const meant = nearest(name, known);
  if (meant !== null) return `: did you mean \`${meant}\`?`;
  return known.length === 0 ? ": there is none" : `: expected ${known.map((one) => `\`${one}\``).join(", ")}`;
}

/** Insertions, deletions, changes and exchanges of neighbours that make one word of the other. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      let least = Math.min(change, previous[column]! + 1, current[column - 1]! + 1);
      const exchanged = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (exchanged) least = Math.min(least, before[column - 2]! + 1);
      current.push(least);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}

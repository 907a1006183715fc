/** The `{…}` of a command line: what is filled in, and what is the shell's or somebody else's. */

export interface Placeholder {
  /** As it stands there. */
  readonly written: string;
  readonly name: string;
  /** In quotes stand other languages' braces too, such as `awk '{print}'`. */
  readonly quoted: boolean;
}

/** `{word}`; not `${word}`, which is the shell's, and not `{{word}}`, which is written for `{word}` itself. */
const BRACED = /(?<!\$)\{\{(\w+)\}\}|(?<!\$)\{(\w+)\}/g;

export function placeholders(line: string): Placeholder[] {
  const quotes = [...line.matchAll(/\\.|"(?:\\.|[^"\\])*"|'[^']*'/gs)].filter(([text]) => !text.startsWith("\\"));
  return [...line.matchAll(BRACED)].flatMap(({ index, 0: written, 2: name }) => {
    if (name === undefined) return [];
    const quoted = quotes.some((quote) => quote.index < index && index < quote.index + quote[0].length);
    return [{ written, name, quoted }];
  });
}

/** With these values; what has none stays. */
export function fillIn(line: string, values: Readonly<Record<string, string>>): string {
  return line.replace(BRACED, (all, escaped: string | undefined, name: string) =>
    escaped === undefined ? (values[name] ?? all) : `{${escaped}}`,
  );
}

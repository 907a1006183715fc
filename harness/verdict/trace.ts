/** What the end of a program's stderr says about why it failed: the error below (or above) a stack trace. */

const traceback = "Traceback (most recent call last):";

/** The last error in Python's, Node's, Java's, Go's or Rust's wording, with its place where that stands beside it. */
export function lastError(stderr: string): string | null {
  const lines = stderr.split(/\r?\n/);
  return pythonError(lines) ?? stackError(lines) ?? panic(lines);
}

/** Python says the error last, unindented, after the places. */
function pythonError(lines: readonly string[]): string | null {
  const start = lines.lastIndexOf(traceback);
  if (start === -1)
    return lines.findLast((line) => /^python\S*: can't open file |^\w*SyntaxError: /.test(line)) ?? null;
  let place = "";
  for (const line of lines.slice(start + 1)) {
    const at = /^ +File "([^"]+)", line (\d+)/.exec(line);
    if (at !== null) place = `${at[1]?.split("/").at(-1)}, line ${at[2]}: `;
    else if (/^\S/.test(line)) return line.startsWith("KeyboardInterrupt") ? null : place + line;
  }
  return null;
}

/** Node and Java say the error first, then the places, each after "at". */
function stackError(lines: readonly string[]): string | null {
  const isPlace = (line: string | undefined) => /^\s+at \S/.test(line ?? "");
  return lines.findLast((line, index) => /\w(Error|Exception)\b/.test(line) && isPlace(lines[index + 1])) ?? null;
}

function panic(lines: readonly string[]): string | null {
  return lines.findLast((line) => /^panic: |^thread '.*' panicked at |^Segmentation fault/.test(line)) ?? null;
}

/** Ending a Python program from outside makes it print a trace back; that one is ours and says nothing. */
export function withoutInterrupt(stderr: string): string {
  const start = stderr.lastIndexOf(traceback);
  return start !== -1 && /^KeyboardInterrupt\s*$/m.test(stderr.slice(start)) ? stderr.slice(0, start) : stderr;
}

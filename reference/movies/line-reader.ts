/** Collects bytes into lines: TCP may cut a line anywhere, in the middle of a character too. */
export class LineReader {
  readonly #onLine: (line: Buffer) => void;
  #rest: Buffer[] = [];

  constructor(onLine: (line: Buffer) => void) {
    this.#onLine = onLine;
  }

  push(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      const line = Buffer.concat([...this.#rest, bytes.subarray(from, end)]);
      this.#rest = [];
      from = end + 1;
      this.#onLine(line);
    }
    if (from < bytes.length) this.#rest.push(bytes.subarray(from));
  }
}

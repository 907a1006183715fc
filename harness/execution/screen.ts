/** What a program has printed and nobody has looked at yet, line by line. */
import { fromBytes } from "../language/bytes.ts";
import type { Bindings } from "./pattern.ts";

export interface Line {
  readonly text: string;
  /** Its number, from 0, since the program's start. */
  readonly number: number;
}

/** More unread output than this is thrown away: a program that floods its screen must not fill ours. */
const MOST = 8 * 1024 * 1024;
const MOST_LINES = 100_000;

export class Screen {
  readonly lines: Line[] = [];
  /** What was taken from it before. */
  readonly before: string[] = [];
  /** No more comes: the program has closed its end. */
  ended = false;
  allowed = false;
  /** Something in its own words was asked for. */
  asked = false;
  flooded = false;
  /** Lines from this one on came after the last thing that we did. */
  fresh = 0;
  readonly #prompts = new Set<string>();
  readonly #looked = new Map<
    readonly unknown[],
    { bindings: Bindings; prompts: number; allowed: boolean; next: number }
  >();
  #rest: Buffer = Buffer.alloc(0);
  #prompted = 0;
  #count = 0;
  #size = 0;

  push(chunk: Buffer): void {
    const full = this.#size > MOST || this.lines.length > MOST_LINES;
    this.flooded ||= full;
    if (full) return;
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a)) {
      this.#add(clean(fromBytes(bytes.subarray(0, end))));
      bytes = bytes.subarray(end + 1);
      this.#prompted = 0;
    }
    if (bytes.length > MOST) {
      this.flooded = true;
      bytes = Buffer.alloc(0);
    }
    this.#rest = bytes;
  }

  #add(text: string): void {
    this.#size += text.length + 1;
    this.lines.push({ text, number: this.#count++ });
  }

  /** The program is done: a last line without a newline is a line too. */
  end(): void {
    this.ended = true;
    if (this.#rest.length > 0) this.push(Buffer.from("\n"));
  }

  /** An unfinished line. */
  get unfinished(): string {
    return clean(fromBytes(this.#rest));
  }

  /** Of the unfinished line, what no `prompts` has taken yet. */
  get prompt(): string {
    return clean(fromBytes(this.#rest.subarray(this.#prompted)));
  }

  takePrompt(): void {
    this.#prompted = this.#rest.length;
  }

  /** The program waits: what it has left unfinished is a prompt, and what follows shares its line. */
  rememberPrompt(): void {
    if (this.#rest.length === 0 || this.#rest.length >= 200) return;
    // Behind an earlier prompt, since what was typed there has not ended the line.
    const prompt = [...this.#withoutPrompts(this.unfinished)].at(-1)!;
    if (prompt !== "") this.#prompts.add(prompt);
  }

  /** Whatever comes from now on is new. */
  markFresh(): void {
    this.fresh = this.#count;
  }

  /** Forgets what was printed up to now; its prompts stay known. */
  turnPage(): void {
    this.drop(this.lines.length);
    this.before.length = 0;
    this.allowed = false;
    this.asked = false;
    this.markFresh();
  }

  take(index: number): void {
    const [line] = this.lines.splice(index, 1);
    if (line === undefined) return;
    this.#size -= line.text.length + 1;
    this.before.push(line.text);
  }

  drop(count: number): void {
    for (const line of this.lines.splice(0, count)) this.#size -= line.text.length + 1;
  }

  /** Where to look for a line with these texts: those before were looked at, and are none. `done` when all were. */
  looked(texts: readonly unknown[], bindings: Bindings): { readonly from: number; readonly done: () => void } {
    const before = this.#looked.get(texts);
    const prompts = this.#prompts.size;
    const { allowed } = this;
    const same = before?.bindings === bindings && before.prompts === prompts && before.allowed === allowed;
    const first = same ? this.lines.findIndex(({ number }) => number >= before.next) : 0;
    return {
      from: first < 0 ? this.lines.length : first,
      done: () => this.#looked.set(texts, { bindings, prompts, allowed, next: this.#count }),
    };
  }

  /** The ways to read a line: as it is, and without the prompts before it. */
  *readings(line: string): Generator<string> {
    let rest = line;
    for (rest of this.#withoutPrompts(line)) yield rest;
    const bare = /^(?:\s*(?:>>>?|>|\$|#|:)\s?)+(.*)$/s.exec(rest);
    if (bare) yield bare[1]!;
  }

  /** Each has one prompt less. */
  *#withoutPrompts(line: string): Generator<string> {
    let rest = line;
    yield rest;
    for (let again = true; again; ) {
      again = false;
      for (const prompt of this.#prompts) {
        if (prompt !== "" && rest.startsWith(prompt)) {
          rest = rest.slice(prompt.length);
          again = true;
          yield rest;
        }
      }
    }
  }
}

/** Without colours, cursor movements and the carriage return of CR LF. */
function clean(line: string): string {
  if (!/[\r\x1b]/.test(line)) return line;
  return line
    .replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, "")
    .replace(/\r$/, "")
    .replace(/^.*\r(?=.)/s, "");
}

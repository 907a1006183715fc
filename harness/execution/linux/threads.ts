/** Which threads a process has, without listing them at every look. */
import { closeSync, fstatSync, openSync } from "node:fs";
import { threads } from "./tree.ts";

export class Threads {
  readonly #pid: string;
  /** Of its folder of threads, which tells how many there are without being read. */
  #file: number | null = null;
  #known: readonly string[] = [];

  constructor(pid: string) {
    this.#pid = pid;
  }

  /** With as many threads as before, and none of them gone, they are the same. */
  get ids(): readonly string[] {
    if (this.#file === null || this.#count !== this.#known.length) this.#read();
    return this.#known;
  }

  #read(): void {
    this.forget();
    this.#known = threads(this.#pid);
    try {
      this.#file = openSync(`/proc/${this.#pid}/task`, "r");
      if (this.#count !== this.#known.length) this.forget();
    } catch {
      // It is gone.
    }
  }

  /** Each entry of the folder is a link to it, beside its own two. */
  get #count(): number {
    return this.#file === null ? -1 : fstatSync(this.#file).nlink - 2;
  }

  forget(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

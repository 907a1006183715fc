/** A server's movies in a JSON file: read at the start, and written as a whole after each change. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

export class Database {
  readonly file: string;
  readonly movies: Map<string, string>;

  constructor(file: string) {
    this.file = file;
    this.movies = this.read();
  }

  read(): Map<string, string> {
    return new Map(existsSync(this.file) ? Object.entries(JSON.parse(readFileSync(this.file, "utf8"))) : []);
  }

  get(name: string): string | undefined {
    return this.movies.get(name);
  }

  set(name: string, info: string): void {
    this.movies.set(name, info);
    this.write();
  }

  /** In ascending order of code points. */
  names(): string[] {
    return [...this.movies.keys()].sort();
  }

  /** The rename is one step: whoever reads finds the old file or the new one. */
  write(): void {
    writeFileSync(`${this.file}.new`, this.text());
    renameSync(`${this.file}.new`, this.file);
  }

  text(): string {
    return JSON.stringify(Object.fromEntries(this.movies), null, 1);
  }
}

/** What we and the starter say to each other, over the channel that Node gives a child process. */

/** To the starter: a program to be started in a session, and so a process group, of its own. */
export interface Order {
  readonly id: number;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The path of the terminal that it prints on. */
  readonly terminal: string | null;
}

/** From the starter, about one program. */
export type News = { readonly id: number } & (
  | { readonly kind: "started"; readonly pid: number }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "exited"; readonly status: number | null; readonly signal: string | null }
);

/** Each stream is a connection to our socket, whose first line says which it is. */
export type StreamName = "stdin" | "stdout" | "stderr";

export function headerOf(id: number, name: StreamName): string {
  return `${id} ${name}\n`;
}

/**
 * A terminal to print on, for programs that keep what they print in a buffer until they end, unless a person watches:
 * C's stdio and all that is built on it (setvbuf(3)). Only standard output is one; nothing is echoed.
 */
import type { ReadStream } from "node:tty";

export interface Terminal {
  /** What is printed on it arrives here. */
  readonly screen: ReadStream;
  /** The end for the program. */
  readonly path: string;
  /** To be called when the program has its end. */
  readonly close: () => void;
}

/** What node-pty has beside what it declares. */
interface Opener {
  open(options: { readonly encoding: null; readonly cols: number }): {
    readonly _master: ReadStream;
    readonly _slave: ReadStream;
    readonly _pty: string;
  };
}

/** Loaded only where it is needed. Null where it cannot be. */
export async function terminals(): Promise<(() => Terminal) | null> {
  try {
    const pty = (await import("@lydell/node-pty")) as unknown as Opener;
    return () => {
      const { _master: screen, _slave: slave, _pty: path } = pty.open({ encoding: null, cols: 1000 });
      // When nobody writes on it any more, reading from it fails: that is its end.
      screen.on("error", () => screen.destroy());
      slave.on("error", () => {});
      return { screen, path, close: () => slave.destroy() };
    };
  } catch {
    return null;
  }
}

/** A program under test: started in a folder and a process group of its own, and ended for certain. */
import { existsSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fromBytes } from "../language/bytes.ts";
import { command } from "./command.ts";
import { environment } from "./environment.ts";
import { killStrays, MARK, markOf } from "./linux/strays.ts";
import { groupLives } from "./linux/tree.ts";
import { type Look, Watch } from "./linux/watch.ts";
import { Starved } from "./quiet.ts";
import { Screen } from "./screen.ts";
import { begin, type Process } from "./starter/starter.ts";
import type { Terminal } from "./terminal.ts";

export interface Exit {
  readonly status: number | null;
  readonly signal: string | null;
}

export interface Start {
  readonly who: string;
  readonly command: string;
  readonly tail: string;
  /** For `{port}` and the like; `{dir}` is added. */
  readonly values: Readonly<Record<string, string>>;
  /** Where the command's relative paths start. */
  readonly folder: string;
  /** Its own working folder. */
  readonly dir: string;
  /** What its environment has beside the usual. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What it prints on; a pipe without it. */
  readonly terminal: Terminal | null;
}

/** How long each of SIGINT and SIGTERM may take, in ms. */
const PATIENCE = 250;

/** The marks of programs that have been ended: whoever still bears one has escaped. */
const ended = new Set<string>();
let started = 0;

/** Kills what has escaped from programs that were ended, and what killed runs have left. */
export function endStrays(): void {
  killStrays(ended);
}

export class Program {
  readonly #mark: string = markOf(started++);
  readonly who: string;
  readonly shown: string;
  readonly watch: Watch;
  readonly screen: Screen = new Screen();
  readonly dir: string;
  /** It has printed nothing so far. */
  silent = true;
  readonly onTerminal: boolean;
  /** It is kept from running. */
  halted = false;
  /** Called whenever it has printed something or ended. */
  changed: () => void;
  readonly #process: Process;
  readonly #terminal: Terminal | null;
  readonly #drained: Promise<void>;
  #stderr: Buffer = Buffer.alloc(0);
  /** Lines that are not in its pipe yet. */
  #typing = 0;

  constructor(start: Start, changed: () => void) {
    this.who = start.who;
    this.dir = start.dir;
    this.changed = changed;
    const { file, args, shown, script } = command(
      start.command,
      start.tail,
      { ...start.values, dir: this.dir },
      start.folder,
    );
    this.shown = shown;
    if (script === null) lend(start.folder, this.dir);
    const { terminal } = start;
    this.#terminal = terminal;
    this.onTerminal = terminal !== null;
    const printed = (chunk: Buffer): void => {
      this.silent = false;
      this.screen.push(chunk);
      this.changed();
    };
    const complained = (chunk: Buffer): void => {
      this.#stderr = Buffer.concat([this.#stderr, chunk]).subarray(-4096);
    };
    this.#process = begin(
      {
        file,
        args,
        cwd: this.dir,
        env: { ...environment(), ...start.environment, [MARK]: this.#mark },
        terminal: terminal?.path ?? null,
      },
      { printed, complained, changed: () => this.changed() },
    );
    this.watch = new Watch(() => this.pid);
    let drained = this.#process.drained;
    if (terminal !== null) {
      terminal.screen.on("data", printed);
      drained = new Promise((resolve) => {
        terminal.screen.once("close", resolve);
      });
      // Until then its end would seem to have come before it began.
      void this.#process.started.then(() => terminal.close());
    }
    // Its output may be held open by processes that outlive it.
    this.#drained = drained.then(() => {
      this.screen.end();
      this.changed();
    });
  }

  /** Negative until it has started. */
  get pid(): number {
    return this.#process.pid;
  }

  get exit(): Exit | null {
    return this.#process.exit;
  }

  /**
   * What it does. One that is gone seems busy until we are told: what it did before may not have reached us yet.
   * @throws Starved when nobody tells us any more
   */
  look(): Look {
    if (this.#process.lost) throw new Starved("the process that starts programs was killed");
    const look = this.watch.look();
    const untold = look.activity === "gone" && this.exit === null && this.failure === null;
    return untold ? { ...look, activity: "busy" } : look;
  }

  /** Why it could not be started at all. */
  get failure(): string | null {
    return this.#process.failure;
  }

  get stderr(): string {
    return fromBytes(this.#stderr);
  }

  /** What we have typed is in its pipe; and what it prints is in ours at once, which a terminal does not promise. */
  get prompt(): boolean {
    return !this.onTerminal && this.#typing === 0;
  }

  /** Whatever it does from now on belongs to another scenario. */
  turnPage(changed: () => void): void {
    this.changed = changed;
    this.screen.turnPage();
    this.#stderr = Buffer.alloc(0);
  }

  /** What it printed only when it was ended: it sat in a buffer. */
  async late(): Promise<string | null> {
    const patience = new AbortController();
    await Promise.race([this.#drained, delay(PATIENCE, patience.signal)]);
    patience.abort();
    return this.screen.lines.map(({ text }) => text).join("\n") || null;
  }

  type(line: Buffer): void {
    this.#typing++;
    void this.#process.stdin.then((stdin) => {
      stdin.write(Buffer.concat([line, Buffer.from("\n")]), () => this.#typing--);
    });
  }

  press(key: "Ctrl+C" | "Ctrl+D"): void {
    if (key === "Ctrl+D") void this.#process.stdin.then((stdin) => stdin.end());
    else void this.#process.started.then(() => this.#signal("SIGINT"));
  }

  kill(): void {
    void this.#process.started.then(() => this.#signal("SIGKILL"));
  }

  halt(): void {
    this.halted = this.#signal("SIGSTOP");
  }

  goOn(): void {
    this.#signal("SIGCONT");
    this.halted = false;
  }

  /** False when no process of its group is left. */
  #signal(signal: NodeJS.Signals | 0): boolean {
    try {
      return this.pid > 0 && process.kill(-this.pid, signal);
    } catch {
      return false;
    }
  }

  /** Ends the program and its whole process group; resolved when none of it lives. */
  async end(): Promise<void> {
    await this.#process.started;
    if (this.halted) this.goOn();
    for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
      if (!this.#signal(signal)) break;
      const patience = new AbortController();
      await Promise.race([this.#process.gone, delay(signal === "SIGKILL" ? 5000 : PATIENCE, patience.signal)]);
      patience.abort();
      if (this.exit !== null) break;
    }
    // The leader is gone; whoever of its group outlived it is killed and waited for.
    while (this.#signal("SIGKILL") && groupLives(this.pid)) await delay(2);
    await this.#process.gone;
    ended.add(this.#mark);
    this.watch.close();
    void this.late().then(() => this.#terminal?.screen.destroy());
  }
}

/** Lets a program find what lies in the user's folder, while what it writes stays in its own. */
function lend(from: string, to: string): void {
  const entries = readdirSync(from);
  if (entries.length > 500) return;
  for (const entry of entries) if (!existsSync(join(to, entry))) symlinkSync(join(from, entry), join(to, entry));
}

function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

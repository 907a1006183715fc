/**
 * Plays a part: does at once what there is to do, and waits for what the programs under test have to do.
 * All branches of a `par` go forward together; an `alt` goes the way that the program takes.
 */
import { toBytes } from "../language/bytes.ts";
import { fits } from "../language/match.ts";
import type { Spec } from "../language/spec.ts";
import type { Deed, Expectation, Link, Move, Part } from "../projection/part.ts";
import type { Tree } from "../projection/tree.ts";
import { attempt } from "./attempt.ts";
import { isNoticed, perform } from "./deeds.ts";
import { askFence } from "./fence.ts";
import { foreignLines } from "./on-screen.ts";
import { Patience } from "./patience.ts";
import { asSent, type Bindings, matchWhole } from "./pattern.ts";
import { type Depth, quiet } from "./quiet.ts";
import type { Attempt, Scene } from "./scene.ts";
import { type Broken, before, shortfall, whoOf } from "./shortfall.ts";
import { keyOf, type Stage } from "./stage.ts";
import type { Break, Ending, Row, Silence } from "./transcript.ts";
import { besides, type Cursor, firsts, linkOrWho, sameChannel, type Wait } from "./under-way.ts";
import { lastLook } from "./untaken.ts";

export interface Played {
  readonly ending: Ending;
  readonly states: ReadonlyMap<number, { readonly state: Row["state"]; readonly at: number }>;
  readonly notes: readonly string[];
  readonly bindings: Bindings;
}

export interface Playing {
  readonly part: Part;
  readonly stage: Stage;
  readonly spec: Spec;
  /** Starts a client under test. */
  readonly start: (who: string) => void;
  /** Starts somebody once more, where it was before. Resolves to what is wrong when it does not come up. */
  readonly startAgain: (who: string) => Promise<Break | null>;
  /** Nothing is done, other than at the same time, before the programs are done with what was done before. */
  readonly steady: boolean;
}

export async function play(playing: Playing): Promise<Played> {
  return new Player(playing).run();
}

/** How long (ms) things may come that lead nowhere, from a program that has done so for the whole deadline before. */
const BABBLE = 300;
/** Fewer arrivals than this are no babble; on a busy machine they may just be late. */
const MANY = 3;

class Player {
  readonly #playing: Playing;
  readonly #states = new Map<number, { state: Row["state"]; at: number }>();
  readonly #notes = new Set<string>();
  readonly #began = performance.now();
  #bindings: Bindings;
  /** What is to be started again before anything else, and what has been. */
  #starting: Move | null = null;
  readonly #startedAgain = new Set<Move>();
  #evidence = 0;
  /** We have done something, and have not seen yet what came of it. */
  #dirty = false;
  #pass = 0;
  #calm: Silence | null = null;
  /** The programs have done what they will do for now, though something may still be on its way. */
  #idle = false;
  #waits: Wait[] = [];
  #ending: Ending | null = null;
  #lastSent: Link | null = null;
  /** The connections on which a fence may be asked for. */
  readonly #joined = new Set<string>();
  /** The connections on which something was sent in this pass. */
  readonly #sentTo = new Set<string>();

  constructor(playing: Playing) {
    this.#playing = playing;
    this.#bindings = new Map(Object.entries(playing.stage.addresses.each));
  }

  async run(): Promise<Played> {
    const root: Cursor = { trees: this.#playing.part.moves, at: 0, branches: null, pass: 0, together: false };
    let depth: Depth | null = null;
    let arrivals = 0;
    // Since something came first that led nowhere: until then it may only be slow to start.
    const babbling = new Patience();
    let babble = this.#playing.stage.quiet.deadline;
    for (;;) {
      this.#waits = [];
      this.#sentTo.clear();
      this.#pass++;
      const before = this.#states.size;
      const done = this.#advance(root, this.#dirty);
      await this.#playing.stage.sent();
      if (done === "broken" || (this.#starting !== null && !(await this.#startAgain(this.#starting)))) break;
      if (done === "finished") return await this.#finish();
      if (done === "moved" || this.#states.size > before) {
        arrivals = 0;
        this.#calm = null;
        this.#idle = false;
        depth = null;
        continue;
      }
      // A program that never stops talking, but not of what it should, is not waited for: the second time even less.
      if (!this.#idle && arrivals > MANY && babbling.fair > babble) {
        babble = BABBLE;
        this.#calm = "deadline";
        this.#idle = true;
        depth = "silent";
        continue;
      }
      const broken = this.#judge(depth === "silent");
      if (broken !== null) {
        this.#break(broken.move, broken.ending);
        break;
      }
      depth = this.#next(depth);
      let came = await quiet(this.#playing.stage.quiet, depth, this.#listening);
      if (came === "window" && depth === "settled") came = await this.#fenced();
      if (came === "arrival") {
        if (arrivals++ === 0) babbling.reset();
        else babbling.passSeldom(this.#playing.stage.quiet.look);
        depth = null;
      }
      this.#calm = came === "arrival" || depth === "idle" ? null : came;
      this.#idle = came !== "arrival";
      if (this.#idle) for (const program of this.#playing.stage.programs.values()) program.screen.rememberPrompt();
    }
    return this.#played(this.#ending!);
  }

  /** Whether we only wait for nothing to come. */
  get #listening(): boolean {
    return this.#waits.every(({ move }) => "expects" in move && move.expects.kind === "silence");
  }

  /** How sure we have to be next; no surer than what is waited for needs. */
  #next(depth: Depth | null): Depth {
    const paced = this.#waits.some((wait) => wait.attempt === "pace");
    // In a pair we do not see whether a message has arrived that another one must not run together with.
    if (depth === null && paced && !this.#playing.stage.quiet.hidden) return "idle";
    return depth === "settled" || (depth === "idle" && !paced) ? "silent" : "settled";
  }

  /** Where a quiet window is all there is to go by: has really everything come that was on its way? */
  async #fenced(): Promise<Silence | "arrival"> {
    const { stage, spec } = this.#playing;
    const observed = this.#waits.flatMap(({ move }) =>
      "expects" in move && move.expects.kind === "silence" ? move.expects.links : [],
    );
    if (spec.fence === null || observed.length === 0) return "window";
    // First on the connection that may have caused something, then where it would have arrived.
    const links = [...(this.#lastSent === null ? [] : [this.#lastSent]), ...observed];
    let fenced = false;
    for (const link of links) {
      if (spec.fence.after === null || this.#joined.has(keyOf(link)))
        fenced = (await askFence(link, stage, spec)) || fenced;
    }
    return fenced ? "fence" : "window";
  }

  /** Takes its time, unlike all else that we do. */
  async #startAgain(move: Move): Promise<boolean> {
    this.#starting = null;
    this.#startedAgain.add(move);
    const wrong = "does" in move && "who" in move.does ? await this.#playing.startAgain(move.does.who) : null;
    if (wrong !== null)
      this.#break(move, { got: null, break: wrong, expected: "it listens again", channel: "program" });
    return wrong === null;
  }

  #remember(deed: Deed): void {
    if (deed.kind !== "send") return;
    this.#bindings = asSent(deed.text, this.#bindings);
    const { fence, messages } = this.#playing.spec;
    const after = messages.find((row) => row.name === fence?.after);
    this.#lastSent = deed.link;
    if (after !== undefined && fits(deed.text, after.format) !== null) this.#joined.add(keyOf(deed.link));
  }

  #played(ending: Ending): Played {
    for (const { notes } of this.#playing.stage.links.values()) for (const note of notes) this.#notes.add(note);
    return { ending, states: this.#states, notes: [...this.#notes], bindings: this.#bindings };
  }

  /** Goes as far as it can. */
  #advance(cursor: Cursor, dirty: boolean): "moved" | "waits" | "finished" | "broken" {
    let moved = false;
    for (;;) {
      const tree = cursor.trees[cursor.at];
      if (tree === undefined) return "finished";
      let result: "moved" | "waits" | "finished" | "broken";
      if (tree.kind === "leaf") result = this.#leaf(tree.leaf, cursor, dirty);
      else if (tree.kind === "par" || cursor.branches !== null) {
        cursor.branches ??= tree.branches.map((trees) => ({
          trees,
          at: 0,
          branches: null,
          pass: cursor.pass,
          together: true,
        }));
        result = this.#together(cursor, dirty);
      } else result = this.#choose(tree.branches, cursor);
      if (result === "broken") return "broken";
      if (result === "waits") return moved ? "moved" : "waits";
      moved = true;
      if (result === "finished") {
        cursor.at++;
        cursor.branches = null;
      }
    }
  }

  #together(cursor: Cursor, dirty: boolean): "moved" | "waits" | "finished" | "broken" {
    let moved = false;
    const left: Cursor[] = [];
    for (const branch of cursor.branches!) {
      const result = this.#advance(branch, dirty);
      cursor.pass = Math.max(cursor.pass, branch.pass);
      if (result === "broken") return "broken";
      if (result !== "finished") left.push(branch);
      if (result !== "waits") moved = true;
    }
    cursor.branches = left;
    if (left.length === 0) return "finished";
    if (!moved) return "waits";
    // Branches that went on may have met what others wait for, but each has had its turn in this pass.
    this.#calm = null;
    return "waits";
  }

  #leaf(move: Move, cursor: Cursor, dirty: boolean): "waits" | "finished" | "broken" {
    if ("expects" in move) return this.#expect(move, move.expects, cursor);
    const noticed = isNoticed(move.does);
    const steady = this.#playing.steady && !cursor.together;
    const unsettled =
      (dirty ||
        steady ||
        this.#isLoose(move.does, cursor.together) ||
        (cursor.together && this.#isUnseen(move.does))) &&
      !this.#idle;
    const paced = unsettled || cursor.pass === this.#pass || this.#runsTogether(move.does);
    if (noticed && paced) {
      this.#waits.push({ move, attempt: "pace" });
      return "waits";
    }
    if (move.does.kind === "start-again" && !this.#startedAgain.has(move)) {
      this.#starting = move;
      this.#waits.push({ move, attempt: "pace" });
      return "waits";
    }
    if (noticed) {
      cursor.pass = this.#pass;
      this.#dirty = true;
      this.#playing.stage.acted();
    }
    const inTheWay = perform(move.does, { ...this.#playing, bindings: this.#bindings });
    if (inTheWay !== null) {
      this.#break(move, { got: null, break: inTheWay, expected: "an open connection", channel: "connection" });
      return "broken";
    }
    this.#remember(move.does);
    this.#mark(move, "done");
    return "finished";
  }

  /** On an unframed wire nothing tells two messages apart that are sent at once on one connection. */
  #runsTogether(deed: Deed): boolean {
    if (!this.#unframed || (deed.kind !== "send" && !this.#isUnseen(deed))) return false;
    const key = deed.kind === "send" ? keyOf(deed.link) : "typed";
    if (this.#sentTo.has(key)) return true;
    this.#sentTo.add(key);
    return false;
  }

  /** Something that is allowed to come may be on its way to where we are about to speak, or leave (but for races). */
  #isLoose(deed: Deed, together: boolean): boolean {
    return (
      (deed.kind === "send" || (deed.kind === "close" && !together)) &&
      (this.#playing.stage.link(deed.link)?.allowed ?? false)
    );
  }

  /** In a pair with an unframed wire, what is typed leads to messages that must not run together, and that we do not see. */
  #isUnseen(deed: Deed): boolean {
    return deed.kind === "type" && this.#unframed && this.#playing.part.playedServers.length === 0;
  }

  get #unframed(): boolean {
    const { client, server } = this.#playing.spec.framing;
    return client === "none" || server === "none";
  }

  #expect(move: Move, expected: Expectation, cursor: Cursor): "waits" | "finished" {
    const found = attempt(expected, this.#scene(cursor));
    if (found.kind !== "met") {
      this.#waits.push({ move, attempt: found });
      return "waits";
    }
    found.take();
    this.#bindings = found.bindings;
    for (const note of found.notes ?? []) this.#notes.add(note);
    this.#dirty = false;
    if (expected.kind !== "silence" && move.fragment === null) this.#evidence++;
    this.#mark(move, "met");
    return "finished";
  }

  /** What has just been done has not had its effect yet, however calm it was before. */
  #scene(cursor: Cursor | null): Scene {
    const calm = this.#calm !== null && cursor?.pass !== this.#pass;
    return { stage: this.#playing.stage, spec: this.#playing.spec, bindings: this.#bindings, calm };
  }

  /** Takes the first branch whose first expectation is met; with nothing to expect, the branch is taken when nothing else comes. */
  #choose(branches: readonly (readonly Tree<Move>[])[], cursor: Cursor): "moved" | "waits" | "finished" {
    const waits: Wait[] = [];
    let otherwise: readonly Tree<Move>[] | null = null;
    for (const branch of branches) {
      const heads = firsts(branch);
      if (heads === null) {
        otherwise ??= branch;
        continue;
      }
      for (const move of heads) {
        const found = attempt(move.expects, this.#scene(cursor));
        if (found.kind === "met") {
          cursor.branches = [{ ...cursor, trees: branch, at: 0, branches: null }];
          return "moved";
        }
        waits.push({ move, attempt: found });
      }
    }
    // Something else has come than any branch begins with: then it is for what follows, if a branch is empty.
    const elsewhere =
      waits.length > 0 &&
      waits.every((wait) => wait.attempt !== "pace" && wait.attempt !== "choice" && wait.attempt.kind === "off");
    if (
      otherwise !== null &&
      ((this.#calm !== null && cursor.pass !== this.#pass) || elsewhere || waits.length === 0)
    ) {
      if (otherwise.length === 0) return "finished";
      cursor.branches = [{ ...cursor, trees: otherwise, at: 0, branches: null }];
      return "moved";
    }
    if (otherwise !== null) this.#waits.push({ move: waits[0]!.move, attempt: "choice" });
    this.#waits.push(...waits);
    return "waits";
  }

  /** When nothing moves: has something gone wrong for certain? */
  #judge(deep: boolean): { readonly move: Move; readonly ending: Broken } | null {
    const heads = this.#waits.filter((wait): wait is Wait & { attempt: Attempt } => typeof wait.attempt !== "string");
    const free = this.#waits.some((wait) => typeof wait.attempt === "string");
    const stuck = heads.filter((wait) => !this.#isInTheWay(wait));
    const off = stuck.find((wait) => wait.attempt.kind === "off") ?? (stuck.length === 0 ? heads[0] : undefined);
    // With several things under way, what has come may be for a step that another of them only leads to.
    if (off !== undefined && (heads.length === 1 || this.#calm !== null || sameChannel(heads)) && !free) {
      return { move: off.move, ending: shortfall(off.move, off.attempt, this.#scene(null), this.#calm) };
    }
    const open = stuck[0] ?? heads[0];
    if (!deep || free || open === undefined) return null;
    return { move: open.move, ending: shortfall(open.move, open.attempt, this.#scene(null), this.#calm) };
  }

  /** What has come is for another branch that is stuck itself, and has not taken it. */
  #isInTheWay({ move, attempt: found }: Wait & { attempt: Attempt }): boolean {
    if (found.kind !== "off" || found.got === null || !("expects" in move)) return false;
    const got = toBytes(found.got);
    const channel = JSON.stringify(linkOrWho(move.expects));
    return besides(this.#playing.part.moves, move).some(
      (other) =>
        "expects" in other &&
        this.#states.get(other.row)?.state !== "met" &&
        (other.expects.kind === "receive" || other.expects.kind === "printed") &&
        JSON.stringify(linkOrWho(other.expects)) === channel &&
        other.expects.texts.some((text) => matchWhole(text, got, this.#bindings).kind === "met"),
    );
  }

  #break(move: Move, broken: Broken): void {
    const who = whoOf(move, this.#bindings);
    this.#mark(move, "broken");
    this.#ending = { kind: "broken", row: move.row, who, ...broken, before: before(move, this.#scene(null)) };
  }

  #mark(move: Move, state: Row["state"]): void {
    // A row may have several moves (a start and what follows): the last one tells.
    this.#states.delete(move.row);
    this.#states.set(move.row, { state, at: performance.now() - this.#began });
  }

  async #finish(): Promise<Played> {
    const { stage, spec } = this.#playing;
    let came: "arrival" | Silence = "arrival";
    const began = performance.now();
    while (came === "arrival" && performance.now() - began < stage.quiet.deadline) {
      came = await quiet(stage.quiet, "settled", true);
      this.#calm = came === "arrival" ? null : came;
      const extra = lastLook(this.#scene(null));
      if (extra !== null) return this.#played(extra);
    }
    if (came === "waiting") stage.rest();
    for (const program of stage.programs.values()) {
      for (const note of foreignLines(program, spec)) this.#notes.add(note);
    }
    return this.#played({ kind: "complete", evidence: this.#evidence });
  }
}

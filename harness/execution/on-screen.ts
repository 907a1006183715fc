/** Expectations of what a program prints. */
import { toBytes } from "../language/bytes.ts";
import { type ConsoleFormat, isServer, type Spec, type Text, type Who } from "../language/spec.ts";
import { alike } from "./alike.ts";
import { type Bindings, bytesOf, firstDifference, matchWhole, show } from "./pattern.ts";
import type { Program } from "./program.ts";
import { type Attempt, met, type Scene } from "./scene.ts";
import type { Line, Screen } from "./screen.ts";
import { UNKNOWN_LINES } from "./transcript.ts";

/** For a hole, every client's screen is tried; the first that fits tells who it is. */
export function onScreen(who: Who, scene: Scene, look: (program: Program, bindings: Bindings) => Attempt): Attempt {
  const hole = /^\{(.+)\}$/.exec(who)?.[1];
  const bound = hole === undefined ? who : scene.bindings.get(hole);
  const program = bound === undefined ? undefined : scene.stage.programs.get(bound);
  if (program !== undefined) return look(program, scene.bindings);
  if (hole === undefined || bound !== undefined) return { kind: "open", got: null };
  for (const [name, other] of scene.stage.programs) {
    if (isServer(name)) continue;
    const found = look(other, new Map([...scene.bindings, [hole, name]]));
    if (found.kind === "met") return found;
  }
  return { kind: "open", got: null };
}

export function printed(texts: readonly Text[], program: Program, scene: Scene): Attempt {
  const { screen, who } = program;
  const looked = screen.looked(texts, scene.bindings);
  for (let i = looked.from; i < screen.lines.length; i++) {
    const line = screen.lines[i]!.text;
    for (const reading of screen.readings(line)) {
      for (const text of texts) {
        const found = matchLine(text, reading, scene.bindings);
        if (found === null) continue;
        const take = (): void => {
          screen.drop(i);
          screen.take(0);
          screen.allowed = false;
        };
        return met(found, take, foreignLines(program, scene.spec, i));
      }
    }
    if (!screen.allowed && isKnown(screen.lines[i]!, who, scene.spec)) {
      const expected = bytesOf(texts[0]!, scene.bindings);
      return { kind: "off", got: line, break: { kind: "differs", offset: firstDifference(expected, toBytes(line)) } };
    }
  }
  looked.done();
  if (screen.ended && program.exit !== null) {
    const got = instead(texts, screen, scene.bindings);
    return { kind: "off", got, break: { kind: "exited", ...program.exit } };
  }
  return {
    kind: "open",
    // Looked for only when it is asked for: a program may print a lot.
    get got() {
      return instead(texts, screen, scene.bindings);
    },
  };
}

/** What was printed in the place of a line: the last that looks like it, or else the last. */
function instead(texts: readonly Text[], screen: Screen, bindings: Bindings): string | null {
  const expected = show(texts[0]!, bindings);
  const last = [...screen.readings(screen.unfinished)].at(-1)!;
  const like = screen.lines.slice(-MOST_COMPARED).findLast(({ text }) => alike(expected, text));
  return like?.text ?? (last.trim() || (screen.lines.findLast(({ text }) => text.trim() !== "")?.text ?? null));
}

const MOST_COMPARED = 200;

/** Of the first so many lines, one that the handout does not know at all, told as a note. */
export function foreignLines({ screen, who }: Program, spec: Spec, count: number = screen.lines.length): string[] {
  if (screen.allowed || screen.asked) return [];
  const kind = isServer(who) ? "server" : "client";
  const known = (reading: string): boolean =>
    reading.trim() === "" ||
    spec.console.some(
      (row) => row.who === kind && row.does === "prints" && row.formats.some((one) => fits(one, reading)),
    );
  const foreign = screen.lines.slice(0, count).find(({ text }) => ![...screen.readings(text)].some(known));
  return foreign === undefined ? [] : [unknownLines(foreign.text)];
}

function unknownLines(line: string): string {
  const letters = [...line.trim()];
  return UNKNOWN_LINES + (letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : letters.join(""));
}

/** White space at the end of a printed line is nobody's business, unless the handout writes it. */
function matchLine(text: Text, line: string, bindings: Bindings): Bindings | null {
  for (const candidate of new Set([line, line.trimEnd()])) {
    const match = matchWhole(text, toBytes(candidate), bindings);
    if (match.kind === "met") return match.bindings;
  }
  return null;
}

/** Does the line look like one that the handout gives to such programs? */
export function isKnown(line: Line, who: Who, spec: Spec): boolean {
  const before = known.get(line);
  if (before !== undefined) return before;
  const is = looksKnown(line.text, who, spec);
  known.set(line, is);
  return is;
}

/** A line is looked at again and again, and never changes. */
const known = new WeakMap<Line, boolean>();

function looksKnown(line: string, who: Who, spec: Spec): boolean {
  const kind = isServer(who) ? "server" : "client";
  // A format that any line fits tells nothing.
  const telling = (format: Text): boolean => format.some((piece) => piece.kind !== "hole" || piece.takes === "address");
  const isLike = (format: Text): boolean => telling(format) && fits(format, line);
  return spec.console.some(
    (row: ConsoleFormat) => row.who === kind && row.does === "prints" && row.formats.some(isLike),
  );
}

function fits(format: Text, line: string): boolean {
  return matchWhole(format, toBytes(line.trimEnd()), new Map()).kind === "met";
}

export function printedSomething(text: Text | null, who: Who, scene: Scene): Attempt {
  const program = scene.stage.programs.get(who);
  if (program === undefined) return { kind: "open", got: null };
  const { screen } = program;
  const wanted = text === null ? null : show(text, scene.bindings);
  const looked = screen.looked(text ?? ANYTHING, scene.bindings);
  for (let i = looked.from; i < screen.lines.length; i++) {
    const line = screen.lines[i]!;
    // A prompt is no line, though it looks like one when the program has ended behind it.
    if (line.number < screen.fresh) continue;
    if ([...screen.readings(line.text)].some((reading) => reading.trim() === "")) continue;
    if (wanted !== null && !holds(line.text, wanted)) continue;
    return met(scene.bindings, () => {
      screen.take(i);
      screen.asked = true;
    });
  }
  looked.done();
  const got = screen.lines.at(-1)?.text ?? (screen.unfinished || null);
  if (screen.ended && program.exit !== null) return { kind: "off", got, break: { kind: "exited", ...program.exit } };
  return { kind: "open", got };
}

const ANYTHING: Text = [];

/** The end of an unfinished line, behind which the program waits. White space there is nobody's business. */
export function prompted(text: Text, who: Who, scene: Scene): Attempt {
  const program = scene.stage.programs.get(who);
  if (program === undefined) return { kind: "open", got: null };
  const { screen } = program;
  const prompt = show(text, scene.bindings);
  if (screen.prompt.trimEnd().endsWith(prompt)) return met(scene.bindings, () => screen.takePrompt());
  const line = screen.lines.findLast((each) => each.number >= screen.fresh && each.text.trimEnd().endsWith(prompt));
  if (line && screen.prompt === "") {
    return { kind: "off", got: `${line.text}\n`, break: { kind: "differs", offset: toBytes(line.text).length } };
  }
  const got = screen.prompt || null;
  if (screen.ended && program.exit !== null) return { kind: "off", got, break: { kind: "exited", ...program.exit } };
  return { kind: "open", got };
}

/** A number must stand there as a whole number: 1 is not in 12. */
function holds(line: string, wanted: string): boolean {
  if (!/^\d+$/.test(wanted)) return line.includes(wanted);
  return new RegExp(`(?<!\\d)${wanted}(?!\\d)`).test(line);
}

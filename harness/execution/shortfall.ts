/** What is told of a step that was not met: what was expected, what came instead, and how the two differ. */
import { toBytes } from "../language/bytes.ts";
import type { Expectation, Move } from "../projection/part.ts";
import { type Bindings, matchStart, show } from "./pattern.ts";
import type { Attempt, Channel, Scene } from "./scene.ts";
import type { Break, Ending, Silence } from "./transcript.ts";
import { leftover, unreadElsewhere } from "./untaken.ts";

export type Broken = Pick<Extract<Ending, { kind: "broken" }>, "expected" | "channel" | "got" | "break">;

/** @param calm how it is known that nothing more comes; null as long as it is not */
export function shortfall(move: Move, found: Attempt, scene: Scene, calm: Silence | null): Broken {
  const expected = "expects" in move ? describe(move.expects, scene.bindings) : "";
  const channel = "expects" in move ? channelOf(move.expects) : "connection";
  if (found.kind === "off" && found.break.kind === "history")
    return { expected: found.break.expected, channel, got: found.got, break: found.break };
  if (found.kind === "off") return { expected, channel, got: found.got, break: found.break };
  const got = found.kind === "open" ? found.got : null;
  return { expected, channel, got, break: unfinished(move, got, scene, calm ?? "deadline") };
}

/** How what has come falls short of what was expected. */
function unfinished(move: Move, got: string | null, scene: Scene, silence: Silence): Break {
  const expects = "expects" in move ? move.expects : null;
  if (got === null) {
    const elsewhere = expects?.kind === "receive" ? unreadElsewhere(expects, scene) : null;
    return { kind: "nothing", silence, ...(elsewhere !== null && { elsewhere }) };
  }
  if (expects?.kind === "printed-something") return { kind: "differs", offset: 0 };
  const texts = expects?.kind === "receive" || expects?.kind === "printed" ? expects.texts : [];
  const matches = texts.map((text) => matchStart(text, toBytes(got), scene.bindings, false));
  if (texts.length === 0 || matches.some(({ kind }) => kind === "open")) return { kind: "incomplete", silence };
  const [first] = matches;
  return { kind: "differs", offset: first?.kind === "off" ? first.offset : first?.kind === "met" ? first.length : 0 };
}

/** What was taken, before the step failed, where it was to be met. */
export function before(move: Move, scene: Scene): string[] {
  const { stage } = scene;
  if (!("expects" in move)) return [];
  if (move.expects.kind === "receive") return stage.link(move.expects.link)?.before ?? [];
  if (move.expects.kind === "silence") {
    const loud = move.expects.links.find((link) => leftover(link, null, scene) !== null);
    return (loud && stage.link(loud)?.before) ?? [];
  }
  if ("who" in move.expects) return stage.programs.get(move.expects.who)?.screen.before ?? [];
  return [];
}

function channelOf(expected: Expectation): Channel {
  switch (expected.kind) {
    case "printed":
    case "printed-something":
    case "prompted":
      return "screen";
    case "exited":
      return "program";
    case "saved":
      return "folder";
    default:
      return "connection";
  }
}

/** Whose step it is. */
export function whoOf(move: Move, bindings: Bindings): string {
  const act = "expects" in move ? move.expects : move.does;
  if ("who" in act) return act.who;
  if (!("link" in act)) return "";
  return act.link.client.replace(/^\{(.+)\}$/, (all, hole: string) => bindings.get(hole) ?? all);
}

function describe(expected: Expectation, bindings: Bindings): string {
  switch (expected.kind) {
    case "receive":
    case "printed":
      return show(expected.texts[0]!, bindings);
    case "printed-something":
      return expected.with === null ? "a line" : `a line with ${show(expected.with, bindings)}`;
    case "prompted":
      return show(expected.text, bindings);
    case "closed":
      return "the connection is closed";
    case "connected":
      return "a connection";
    case "exited":
      return expected.status === null ? "the program ends" : `the program ends with status ${expected.status}`;
    case "saved":
      return show(expected.text, bindings);
    case "one-history":
      return "what all have heard is one history";
    case "silence":
      return "nothing";
  }
}

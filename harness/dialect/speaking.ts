/** The handout as a program speaks it: what is played, and what the player has to know of the wire and the screens. */
import { isDeepStrictEqual } from "node:util";
import { printFormat } from "../language/quote.ts";
import type { ConsoleFormat, Fence, MessageFormat, Rule, Spec, Text, Who } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import { type Dialect, isMissing, lineKey } from "./dialect.ts";
import { ownParts } from "./overlap.ts";
import { type Said, say, sayLine } from "./say.ts";
import { shapeOf } from "./understand.ts";

/** What steps say in the program's words. */
export interface Speech {
  readonly message: (text: Text, from: Who, client: string, unique?: string) => Said;
  readonly line: (text: Text, who: Who, does: "types" | "prints", unique?: string) => Said;
}

export function speech(spec: Spec, dialect: Dialect | null): Speech {
  const asItIs = (text: Text): Said => ({ kind: "said", sent: text, expected: [text] });
  if (dialect === null) return { message: asItIs, line: asItIs };
  return {
    message: (text, from, client, unique = "") => say(text, { sender: kindOf(from), client, unique }, spec, dialect),
    line: (text, who, does, unique = "") =>
      sayLine(text, does, { sender: kindOf(who), client: who, unique }, spec, dialect),
  };
}

/** The spec with its formats, framing and fence as they are in the dialect. */
export function speaking(spec: Spec, dialect: Dialect | null): Spec {
  if (dialect === null) return spec;
  return {
    ...spec,
    framing: dialect.framing ?? spec.framing,
    messages: messagesIn(spec, dialect),
    console: spec.console.flatMap((row) => line(row, dialect)),
    fence: spec.fence && fence(spec.fence, spec, dialect),
  };
}

/** The handout's own list, where nothing in it differs: what is known of it is known by it. */
function messagesIn({ messages }: Spec, dialect: Dialect): Spec["messages"] {
  const own = messages.map((row) => message(row, dialect));
  return own.every((row, at) => row === messages[at]) ? messages : own;
}

function message(row: MessageFormat, dialect: Dialect): MessageFormat {
  const wording = dialect.messages.get(row.name);
  return wording === undefined || isMissing(wording) ? row : { ...row, format: shapeOf(wording[0]!.parts) };
}

/** All that a message of this sender may look like. */
export function formatsOf({ messages }: Spec, dialect: Dialect | null, sender: MessageFormat["sender"]): Text[] {
  return messages
    .filter((row) => row.sender === sender)
    .flatMap(({ name, format }) => {
      const wording = dialect?.messages.get(name) ?? [];
      return isMissing(wording) || wording.length === 0 ? [format] : wording.map(({ parts }) => shapeOf(parts));
    });
}

function line(row: ConsoleFormat, dialect: Dialect): ConsoleFormat[] {
  const wording = dialect.console.get(keyOf(row));
  if (wording === undefined) return [row];
  return isMissing(wording) ? [] : [{ ...row, formats: wording.map(({ parts }) => shapeOf(parts)) }];
}

/** A fence that says who asks would have to be another one for each client. */
function fence(own: Fence, spec: Spec, dialect: Dialect): Fence | null {
  const unknown = "\ufffd";
  const ask = say(own.ask, { sender: "client", client: unknown, unique: "fence" }, spec, dialect);
  const reply = say(own.reply, { sender: "server", client: unknown, unique: "fence" }, spec, dialect);
  if (ask.kind !== "said" || reply.kind !== "said") return null;
  if ([ask.sent, reply.expected[0]!].some((text) => JSON.stringify(text).includes(unknown))) return null;
  const prints = own.prints && speech(spec, dialect).line(own.prints, "server", "prints", "fence");
  if (prints?.kind === "unsayable") return null;
  return { ...own, ask: ask.sent, reply: reply.expected[0]!, prints: prints && prints.expected[0]! };
}

/**
 * The dialect that a rule is played in. A rule about the wording of one message (its title begins with the name) has
 * that message as the handout has it, in the handout's framing, and all others as the program says them.
 */
export function dialectFor(rule: Rule, spec: Spec, dialect: Dialect | null): Dialect | null {
  if (dialect === null || !isWire(rule)) return dialect;
  const about = rule.title.split(/\s/)[0] ?? "";
  if (!spec.messages.some(({ name }) => name === about)) return null;
  const messages = new Map([...dialect.messages].filter(([name]) => name !== about));
  return { ...dialect, framing: null, messages };
}

/** Whether somebody has written down nothing but what the handout says of its wire. */
export function isHandouts({ framing, encoding, messages }: Dialect, spec: Spec): boolean {
  const isOwn = ({ name, format }: MessageFormat): boolean => {
    const wording = messages.get(name);
    if (wording === undefined) return true;
    return !isMissing(wording) && wording.length === 1 && isDeepStrictEqual(wording[0]!.parts, ownParts(format));
  };
  return encoding === "text" && isDeepStrictEqual(framing ?? spec.framing, spec.framing) && spec.messages.every(isOwn);
}

/** Whether a rule is about the wording of a message, and nothing else. */
export function isWire(rule: Pick<Rule, "id">): boolean {
  return /-WIRE-[^-]+$/.test(rule.id);
}

function keyOf(row: ConsoleFormat): string {
  return lineKey(row.who, row.does, printFormat(row.formats[0]!));
}

function kindOf(who: Who): "client" | "server" {
  return isServer(who) ? "server" : "client";
}

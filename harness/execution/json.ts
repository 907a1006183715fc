/**
 * Messages as JSON objects, as they stand in a broker's queue and in files of JSON Lines: the fields are the holes of
 * the message's format, by their names (`{optionstext}` is the field `options`).
 */
import { fromBytes, toBytes } from "../language/bytes.ts";
import { fill, fits } from "../language/match.ts";
import type { Spec, Text } from "../language/spec.ts";

/** The object of this message; null when it fits no format that has fields. */
export function jsonOf(message: string, spec: Spec): string | null {
  for (const format of formats(spec)) {
    const found = fits([{ kind: "literal", text: message }], format);
    if (found === null) continue;
    const text = (field: Text): string => field.map((piece) => (piece.kind === "literal" ? piece.text : "")).join("");
    return JSON.stringify(Object.fromEntries([...found].map(([hole, field]) => [nameOf(hole), text(field)])));
  }
  return null;
}

/** The message that this object is; null when it has not all the fields of any. */
export function textOf(json: Buffer | string, spec: Spec): string | null {
  const object = parsed(typeof json === "string" ? json : fromBytes(json));
  for (const format of object === null ? [] : formats(spec)) {
    const fields = new Map<string, Text>();
    for (const piece of format) {
      if (piece.kind !== "hole") continue;
      const value = object?.[nameOf(piece.name)];
      if (typeof value === "string" || typeof value === "number") fields.set(piece.name, literal(String(value)));
    }
    const filled = fill(format, fields);
    if (filled.every((piece) => piece.kind === "literal")) return filled.map(({ text }) => text).join("");
  }
  return null;
}

/** Messages, one a line → their objects, one a line. */
export function linesOf(messages: Buffer, spec: Spec): string {
  const lines = fromBytes(messages).split("\n");
  return lines.map((line) => `${jsonOf(line, spec) ?? line}\n`).join("");
}

/** The other way; what is no such object stays as it is. */
export function messagesOf(content: Buffer, spec: Spec): Buffer {
  const lines = fromBytes(content).trimEnd().split("\n");
  return toBytes(lines.map((line) => textOf(line, spec) ?? line).join("\n"));
}

/** Is this a file of which each line is a message? */
export function isJsonLines(name: string): boolean {
  return name.endsWith(".jsonl");
}

function formats(spec: Spec): Text[] {
  const rows = spec.messages.filter((row) => row.sender === "server").map((row) => row.format);
  return rows.filter((format) => format.some((piece) => piece.kind === "hole"));
}

function nameOf(hole: string): string {
  return hole.replace(/(?<=.)text$/, "");
}

function literal(text: string): Text {
  return text === "" ? [] : [{ kind: "literal", text }];
}

function parsed(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** How a program words a message in its own way: learned from the wire rule that it broke. Transcripts → Wording. */
import { toBytes } from "../language/bytes.ts";
import { fits } from "../language/match.ts";
import type { Piece, Spec, Text } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import { join } from "../language/text.ts";
import type { Wording } from "../projection/project.ts";
import { literal } from "../projection/texts.ts";
import type { Row, Transcript } from "./transcript.ts";

/** What came may also be the mere beginning of what the handout has. */
const WORDED: ReadonlySet<string> = new Set(["differs", "incomplete", "closed"]);

/** Whether it was a message that was missed: it might have come in other words. */
export function mayBeWording({ ending }: Pick<Transcript, "ending">): boolean {
  return ending.kind === "broken" && ending.channel === "connection";
}

/**
 * A message of which the fields all stand somewhere in what came instead: what stands between them is its own wording.
 * The fields' words are varied, so they occur nowhere by chance.
 */
export function ownWording(spec: Spec, transcripts: readonly Transcript[]): Wording {
  const wording = new Map<string, Text>();
  for (const { ending, rows } of transcripts) {
    if (ending.kind !== "broken" || ending.row === null || ending.got === null) continue;
    if (ending.channel !== "connection" || !WORDED.has(ending.break.kind)) continue;
    const row = rows[ending.row];
    if (row?.shape.kind !== "arrow" || row.fragment !== null) continue;
    const found = learn(spec, row, ending.expected, ending.got);
    if (found !== null && !wording.has(found.name)) wording.set(found.name, found.text);
  }
  return wording;
}

function learn(spec: Spec, row: Row, expected: string, got: string): { name: string; text: Text } | null {
  if (row.shape.kind !== "arrow") return null;
  const sender = isServer(row.shape.from) ? "server" : "client";
  for (const format of spec.messages) {
    if (format.sender !== sender) continue;
    const fields = fits([{ kind: "literal", text: expected }], format.format);
    if (fields === null) continue;
    const text = between(got, format.format, fields);
    return text === null ? null : { name: format.name, text };
  }
  return null;
}

/** `got` with the fields' values replaced by their holes; null when one does not stand there. */
function between(got: string, format: Text, fields: ReadonlyMap<string, Text>): Text | null {
  let rest = got;
  const pieces: Piece[] = [];
  for (const piece of format) {
    if (piece.kind !== "hole") continue;
    const value = literal(fields.get(piece.name) ?? []);
    if (value === null || value === "") return null;
    const count = value.split(" ").length;
    const counted = piece.takes === "counted" && rest.includes(`${count} ${value}`);
    const whole = counted ? `${count} ${value}` : value;
    const at = rest.indexOf(whole);
    if (at < 0) return null;
    const takes = piece.takes === "counted" && !counted ? "words" : piece.takes;
    pieces.push({ kind: "literal", text: rest.slice(0, at) }, { ...piece, takes });
    rest = rest.slice(at + whole.length);
  }
  const text = join([...pieces, { kind: "literal", text: rest }]);
  // Something of the wording must be there to tell this message from others.
  return toBytes(got).length > 0 && text.some((piece) => piece.kind === "literal") ? text : null;
}

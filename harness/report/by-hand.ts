/** A failing scenario of a server as a few lines of Python, for people without this tool. */
import type { Row, Transcript } from "../execution/transcript.ts";
import { toBytes } from "../language/bytes.ts";
import type { Framing, Spec } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import { inline } from "./visible.ts";

const most = { rows: 8, clients: 2, lines: 12, columns: 200 };

/** Null if it would not be short, or not be the same. PORT is left for the reader to fill in. */
export function byHand(transcript: Transcript, spec: Spec): readonly string[] | null {
  const { ending, role } = transcript;
  const framing = spec.framing.client;
  if (role !== "server" || transcript.delivery !== null || ending.kind !== "broken" || spec.transport !== "tcp")
    return null;
  if (framing !== "none" && framing !== "line") return null;
  const rows = transcript.rows
    .slice(0, ending.row === null ? undefined : ending.row + 1)
    .filter(({ state }) => state !== "unseen" && state !== "open");
  const clients = new Set(rows.flatMap(connected));
  if (rows.length > most.rows || clients.size === 0 || clients.size > most.clients) return null;
  const script = ["import socket, time"];
  const open = new Set<string>();
  for (const row of rows) {
    for (const client of connected(row)) {
      if (!/^[a-z]\w*$/i.test(client)) return null;
      if (!open.has(client)) script.push(`${client} = socket.create_connection(("127.0.0.1", PORT), timeout=5)`);
      open.add(client);
    }
    const lines = doneByHand(row, framing);
    if (lines === null) return null;
    script.push(...lines);
  }
  return script.length > most.lines || script.some((line) => line.length > most.columns) ? null : script;
}

function connected({ shape }: Row): readonly string[] {
  if (shape.kind !== "arrow") return [];
  return [shape.from, shape.to].filter((name) => !isServer(name));
}

function doneByHand({ shape, text, state }: Row, framing: Framing): readonly string[] | null {
  if (shape.kind === "note") {
    if (!shape.over.some(isServer)) return text === "hears nothing" ? shape.over.map(receives) : null;
    return state === "broken" || /^(starts|presses) /.test(text) ? [`# the server ${inline(text)}`] : [];
  }
  if (isServer(shape.from)) return [receives(shape.to)];
  if (shape.arrow === "->>") {
    // The pause keeps two messages from being read as one.
    return [`${shape.from}.sendall(${pythonBytes(framing === "line" ? `${text}\n` : text)}); time.sleep(0.3)`];
  }
  if (shape.arrow === "-)") return [];
  if (text === "closes") return [`${shape.from}.close()`];
  return text === "half-closes" ? [`${shape.from}.shutdown(socket.SHUT_WR)`] : null;
}

/** What comes, `b''` for a close, or a timeout. */
function receives(client: string): string {
  return `print("${client}:", ${client}.recv(65536))`;
}

/** A bytes expression; a long text is any of its size. */
export function pythonBytes(text: string): string {
  const parts = text.split(/\{text of (\d+) bytes\}/);
  const terms = parts.map((part, at) => (at % 2 === 1 ? `b"x" * ${part}` : part === "" ? "" : pythonLiteral(part)));
  return terms.filter((term) => term !== "").join(" + ") || 'b""';
}

function pythonLiteral(text: string): string {
  const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\" };
  const characters = Array.from(toBytes(text), (byte) => {
    const character = String.fromCharCode(byte);
    const printable = byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
    return named[character] ?? printable;
  });
  return `b"${characters.join("")}"`;
}

/**
 * The framing of messaging: a line is what stands before a newline, however the bytes arrive.
 * A carriage return before the newline, as telnet sends it, is no part of the line.
 */
import type { Socket } from "node:net";

/** More than this without a newline is no line. */
const LONGEST = 16 * 1024 * 1024;

export function onLines(socket: Socket, onLine: (line: string) => void): void {
  let rest = "";
  socket.setEncoding("utf8").setNoDelay(true);
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
    if (rest.length > LONGEST) socket.destroy();
  });
}

/** What stands before the first space, and what stands behind it. */
export function cut(line: string): [string, string] {
  const space = line.indexOf(" ");
  return space < 0 ? [line, ""] : [line.slice(0, space), line.slice(space + 1)];
}

/** Whether so many clients can be played here at the same time. */
import type { Part } from "../projection/part.ts";
import { leaves } from "../projection/tree.ts";
import { mostOpen, openable } from "./linux/open-files.ts";

/** Some for the programs' own files and what is played at the same time. */
const SPARE = 64;
/** Where so many files may be open, there is always room for a few clients. */
const MANY = 1000;
const FEW = 16;

/** Why this machine has no room for so many clients at once; null when it has, or cannot tell. */
export function tooMany({ moves }: Part): string | null {
  const clients = new Set(
    [...leaves(moves)].flatMap((move) => ("does" in move && "link" in move.does ? move.does.link.client : [])),
  );
  const files = clients.size < FEW && (mostOpen() ?? 0) > MANY ? null : openable();
  if (files === null || clients.size + SPARE < files.free) return null;
  return `${clients.size} clients need more open files than this machine allows (${files.limit}): raise the limit, with \`ulimit -n 4096\` or in /etc/security/limits.conf`;
}

/**
 * A harmless round trip: when its reply has come, whatever was on its way before has come too.
 * It is only made where the program's own threads do not tell that it is done.
 */
import { toBytes } from "../language/bytes.ts";
import type { Fence, Spec } from "../language/spec.ts";
import { isServer } from "../language/spec.ts";
import type { Link } from "../projection/part.ts";
import type { Connection } from "./connection.ts";
import { bytesOf, matchStart, matchWhole } from "./pattern.ts";
import { quiet } from "./quiet.ts";
import type { Stage } from "./stage.ts";

const NOTHING = new Map<string, string>();

/** Asks on this connection and takes the reply away. False when none came, or something else came instead. */
export async function askFence(link: Link, stage: Stage, spec: Spec): Promise<boolean> {
  const { fence } = spec;
  const connection = stage.link(link);
  if (fence === null || connection === undefined || connection.ended !== null || connection.closedByUs) return false;
  connection.send(bytesOf(fence.ask, NOTHING));
  stage.acted();
  for (;;) {
    const came = await quiet(stage.quiet, "settled");
    if (takeReply(connection, fence, came !== "arrival")) {
      takeLine(stage, fence);
      return true;
    }
    if (came !== "arrival") return false;
  }
}

/** What came before the reply stays: it is what the fence was made for. */
function takeReply(connection: Connection, fence: Fence, calm: boolean): boolean {
  if (connection.framed) {
    const at = connection.messages.findLastIndex((message) => matchWhole(fence.reply, message, NOTHING).kind === "met");
    if (at >= 0) connection.messages.splice(at, 1);
    return at >= 0;
  }
  const { rest } = connection;
  const [first] = fence.reply;
  const start = first?.kind === "literal" ? rest.lastIndexOf(toBytes(first.text)) : 0;
  if (start < 0 || matchStart(fence.reply, rest.subarray(start), NOTHING, calm).kind !== "met") return false;
  connection.cut(start);
  return true;
}

function takeLine(stage: Stage, { prints }: Fence): void {
  if (prints === null) return;
  for (const [who, { screen }] of stage.programs) {
    if (!isServer(who)) continue;
    const at = screen.lines.findLastIndex(
      (line) => matchWhole(prints, toBytes(line.text.trimEnd()), NOTHING).kind === "met",
    );
    if (at >= 0) screen.take(at);
    if (at >= 0) screen.before.pop();
  }
}

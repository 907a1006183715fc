/** Carries out what the harness does as a person, a client or a server. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Spec } from "../language/spec.ts";
import type { Deed } from "../projection/part.ts";
import { isJsonLines, linesOf } from "./json.ts";
import { type Bindings, bytesOf, show } from "./pattern.ts";
import { rest } from "./rest.ts";
import type { Stage } from "./stage.ts";
import type { Break } from "./transcript.ts";

/** What a deed needs beside the stage. */
export interface Means {
  readonly stage: Stage;
  readonly spec: Spec;
  readonly bindings: Bindings;
  /** Starts a client under test. */
  readonly start: (who: string) => void;
}

/** Whether programs notice, so that we wait before the next thing is done. */
export function isNoticed(deed: Deed): boolean {
  if (deed.kind === "send" && deed.sent) return false;
  return !["give-file", "stop-reading", "stop-listening"].includes(deed.kind) && !deed.kind.startsWith("allow");
}

/** @returns how the program stands in the way, or null when it is done */
export function perform(deed: Deed, { stage, spec, bindings, start }: Means): Break | null {
  switch (deed.kind) {
    case "start":
      start(deed.who);
      return null;
    case "send":
    case "close": {
      if (deed.kind === "send" && deed.sent) return null;
      const link = named(deed.link, bindings);
      let connection = stage.link(link);
      const tested = stage.programs.has(link.client);
      if (connection?.ended && !connection.closedByUs && !connection.closeSeen && !connection.allowed) {
        if (deed.kind === "send") return { kind: "closed", how: connection.ended };
        connection.left = true;
        return null;
      }
      if (connection === undefined || connection.closedByUs || connection.ended !== null) {
        // A client that says something opens its connection; a server has to wait for it.
        if (tested) return connection === undefined ? { kind: "nothing", silence: "waiting" } : null;
        if (deed.kind === "close") {
          // Whoever leaves has heard enough.
          connection?.discard();
          if (connection !== undefined) connection.left = true;
          return null;
        }
        connection = stage.connect(link);
      }
      if (connection.allowed) connection.discard();
      connection.allowed = false;
      if (deed.kind === "close") {
        if (deed.after !== undefined) rest(deed.after);
        connection.close(deed.how);
      } else {
        const also = deed.also?.map((text) => bytesOf(text, bindings));
        connection.send(bytesOf(deed.text, bindings), { cut: deed.cut, also, after: deed.after });
        if (deed.isLast) connection.close("half-closes");
      }
      return null;
    }
    case "connect":
      stage.connect(named(deed.link, bindings));
      return null;
    case "type":
      stage.programs.get(deed.who)?.type(bytesOf(deed.text, bindings));
      return null;
    case "press":
      stage.programs.get(deed.who)?.press(deed.key);
      return null;
    case "kill":
      stage.kill(deed.who);
      return null;
    case "halt":
      stage.actor(deed.who)?.halt();
      return null;
    case "go-on":
      stage.actor(deed.who)?.goOn();
      return null;
    case "start-again":
      return null;
    case "give-file": {
      const dir = resolve(stage.folder(deed.who));
      const path = resolve(join(dir, show(deed.name, bindings)));
      if (!path.startsWith(dir + sep))
        throw new RangeError(`${show(deed.name, bindings)} is not in the program's folder`);
      mkdirSync(dirname(path), { recursive: true });
      const bytes = bytesOf(deed.text, bindings);
      writeFileSync(path, isJsonLines(path) ? linesOf(bytes, spec) : bytes);
      return null;
    }
    case "stop-reading":
      (stage.link(named(deed.link, bindings)) ?? stage.connect(named(deed.link, bindings))).pause();
      return null;
    case "read-on":
      stage.link(named(deed.link, bindings))?.resume();
      return null;
    case "stop-listening":
      stage.stopListening(deed.who);
      return null;
    case "allow-link": {
      const connection = stage.link(named(deed.link, bindings));
      if (connection) connection.allowed = true;
      return null;
    }
    case "allow-screen": {
      const program = stage.programs.get(deed.who);
      if (program) program.screen.allowed = true;
      return null;
    }
  }
}

function named(link: { client: string; server: string }, bindings: Bindings): { client: string; server: string } {
  const hole = /^\{(.+)\}$/.exec(link.client)?.[1];
  return { ...link, client: hole === undefined ? link.client : (bindings.get(hole) ?? link.client) };
}

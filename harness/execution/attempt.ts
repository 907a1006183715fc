/** Looks whether an expectation is met by what is there now, and changes nothing. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBytes } from "../language/bytes.ts";
import type { Text, Who } from "../language/spec.ts";
import type { Expectation, Link } from "../projection/part.ts";
import { breach, type Heard } from "./history.ts";
import { isJsonLines, messagesOf } from "./json.ts";
import { closed, onLink, receive } from "./on-connection.ts";
import { onScreen, printed, printedSomething, prompted } from "./on-screen.ts";
import { matchWhole, show } from "./pattern.ts";
import { type Attempt, met, type Scene } from "./scene.ts";
import { hungUp, leftover } from "./untaken.ts";

export function attempt(expected: Expectation, scene: Scene): Attempt {
  switch (expected.kind) {
    case "receive":
      return onLink(expected.link, scene, (connection, bindings) =>
        receive(expected.texts, connection, { ...scene, bindings }),
      );
    case "closed":
      return onLink(expected.link, scene, (connection, bindings) => closed(connection, bindings));
    case "connected":
      return scene.stage.link(expected.link) ? met(scene.bindings) : { kind: "open", got: null };
    case "printed":
      return onScreen(expected.who, scene, (program, bindings) =>
        printed(expected.texts, program, { ...scene, bindings }),
      );
    case "prompted":
      return prompted(expected.text, expected.who, scene);
    case "printed-something":
      return printedSomething(expected.with, expected.who, scene);
    case "exited":
      return exited(expected.who, expected.status, scene);
    case "saved":
      return saved(expected.who, expected.name, expected.text, scene);
    case "one-history":
      return oneHistory(expected.who, scene);
    case "silence":
      return silence(expected.links, expected.screens, scene);
  }
}

function exited(who: Who, status: number | null, scene: Scene): Attempt {
  const exit = scene.stage.programs.get(who)?.exit ?? null;
  if (exit === null) return { kind: "open", got: null };
  if (status === null || exit.status === status) return met(scene.bindings);
  const got = exit.signal === null ? `the program ends with status ${exit.status}` : `it is killed by ${exit.signal}`;
  return { kind: "off", got, break: { kind: "exited", ...exit } };
}

function saved(who: Who, name: Text, text: Text, scene: Scene): Attempt {
  const program = scene.stage.programs.get(who);
  if (program === undefined) return { kind: "open", got: null };
  const path = join(program.dir, show(name, scene.bindings));
  if (!existsSync(path)) {
    if (!scene.calm) return { kind: "open", got: null };
    return { kind: "off", got: null, break: { kind: "file", there: readdirSync(program.dir).sort() } };
  }
  const content = isJsonLines(path) ? messagesOf(readFileSync(path), scene.spec) : readFileSync(path);
  const match = matchWhole(text, content, scene.bindings);
  if (match.kind === "met") return met(match.bindings);
  return scene.calm
    ? { kind: "off", got: fromBytes(content), break: { kind: "file" } }
    : { kind: "open", got: fromBytes(content) };
}

function oneHistory(server: Who, { stage, bindings, calm }: Scene): Attempt {
  if (!calm) return { kind: "open", got: null };
  const all = [...stage.links].flatMap(([key, { heard, left }]): Heard[] => {
    const [client = "", at] = key.split("\0");
    return at === server ? [{ who: client, messages: heard, left }] : [];
  });
  const found = breach(all);
  if (found === null) return met(bindings);
  return { kind: "off", got: found.got, break: { kind: "history", expected: found.expected, why: found.why } };
}

function silence(links: readonly Link[], screens: readonly Who[], scene: Scene): Attempt {
  const found = [
    ...links.map((link) => leftover(link, null, scene)),
    ...screens.map((who) => leftover(null, who, scene)),
  ];
  const got = found.find((each) => each !== null) ?? null;
  if (got !== null) return { kind: "off", got, break: { kind: "unexpected" } };
  for (const link of links) {
    const how = hungUp(link, scene);
    if (how !== null) return { kind: "off", got: null, break: { kind: "closed", how } };
  }
  if (!scene.calm) return { kind: "open", got: null };
  return met(scene.bindings, () => {
    for (const link of links) {
      const connection = scene.stage.link(link);
      if (connection?.allowed) connection.discard();
      if (connection) connection.allowed = false;
    }
  });
}

/** A small handout, and dialects of it as they are written in a file. */
import { readConfig } from "../config/read.ts";
import { parseHandout } from "../language/handout.ts";
import type { Problem, Spec } from "../language/spec.ts";
import { type Dialect, isMissing, type Template } from "./dialect.ts";

const HANDOUT = `---
protocol: talk
title: Talk
params: { max: 10 }
framing: line
fence: { ask: who, reply: "people {names...}" }
---

## Messages

| Message | From | Format |
|---|---|---|
| hello | client | \`hello {username}\` |
| who | client | \`who\` |
| send | client | \`send {names...} {text}\` |
| other | client | \`{text}\` |
| welcome | server | \`ok {welcometext}\` |
| helped | server | \`ok {helptext}\` |
| people | server | \`people {names...}\` |
| said | server | \`said {username} {text}\` |
| error | server | \`error {text}\` |

## Console

| Who | Does | Line |
|---|---|---|
| client | types | \`send {names...} {text}\` |
| server | prints | \`hello: {username}\` |

## Rules

### TALK-A-1 One

It MUST.

### TALK-B-1 Two

It MUST.
`;

export const talk: Spec = parseHandout(HANDOUT, "talk.md").spec!;

export function config(yaml: string): ReturnType<typeof readConfig> {
  return readConfig(yaml, "wirecheck.yaml", {
    spec: (name) => (name === "talk" ? talk : `there is no handout ${name}`),
    dialect: (name) => `talk has no dialect \`${name}\``,
  });
}

export function dialectOf(yaml: string): Dialect {
  const read = config(`spec: talk\n${yaml}`);
  if ("spec" in read && read.dialect !== null) return read.dialect;
  throw new Error("spec" in read ? "no dialect" : problems(read).join("\n"));
}

export function problems(all: readonly Problem[]): string[] {
  return all.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

export function templatesOf(dialect: Dialect, name: string): readonly Template[] {
  const wording = dialect.messages.get(name);
  return wording === undefined || isMissing(wording) ? [] : wording;
}

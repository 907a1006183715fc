/** Small handouts and small programs, for tests of playing: real sockets, real processes. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHandout } from "../language/handout.ts";
import type { Spec } from "../language/spec.ts";
import type { Role } from "../projection/roles.ts";
import { playSuite } from "./suite.ts";
import type { Transcript } from "./transcript.ts";

/** A handout with one rule and this diagram. */
export function handoutOf(diagram: string, front = "framing: line"): Spec {
  const page = `---
protocol: small
title: Small
server: { args: "{port}" }
client: { args: "{port} {name}" }
${front}
---

## Messages

| Message | From | Format |
|---|---|---|
| say | client | \`say {text}\` |
| said | server | \`said {text}\` |
| sorry | server | \`sorry\` |

## Console

| Who | Does | Line |
|---|---|---|
| server | prints | \`heard {text}\` |
| client | types | \`{text}\` |
| client | prints | \`got {text}\` or \`received {text}\` |

## Rules

### SMALL-RULE-1 The rule

Everybody MUST do what the diagram says.

\`\`\`mermaid
sequenceDiagram
${diagram
  .trim()
  .split("\n")
  .map((line) => `  ${line.trim()}`)
  .join("\n")}
\`\`\`
`;
  const { spec, problems } = parseHandout(page, "small.md");
  if (spec === null) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return spec;
}

const folder = mkdtempSync(join(tmpdir(), "wirecheck-test-"));
let scripts = 0;

/** A program in a few lines of JavaScript; `port` and `name` are its arguments. */
export function script(source: string): string {
  const file = join(folder, `${scripts++}.cjs`);
  writeFileSync(file, `const net = require("net"); const [port, name] = process.argv.slice(2);\n${source}\n`);
  return `${process.execPath} ${file}`;
}

/** A line server: `on(line, say, socket)` is called for each line; `say` sends a line. */
export function server(on: string, first = ""): string {
  return script(
    `${first}net.createServer(s=>{let b='';const say=t=>s.write(t+'\\n');s.on('error',()=>{});s.on('data',d=>{b+=d;for(let i;(i=b.indexOf('\\n'))>=0;){const line=b.slice(0,i);b=b.slice(i+1);${on}}})}).listen(+port,'127.0.0.1')`,
  );
}

/** A line client: `typed(line)` and `heard(line)` are called for lines; `say` sends one. */
export function client(typed: string, heard: string): string {
  const lines = (stream: string, act: string): string =>
    `{let b='';${stream}.on('data',d=>{b+=d;for(let i;(i=b.indexOf('\\n'))>=0;){const line=b.slice(0,i);b=b.slice(i+1);${act}}})}`;
  return script(
    `const s=net.connect(+port,'127.0.0.1');const say=t=>s.write(t+'\\n');${lines("process.stdin", typed)};${lines("s", heard)};s.on('close',()=>process.exit())`,
  );
}

/** Plays the handout once for each cast of this role. */
export async function played(
  spec: Spec,
  role: Role,
  programs: { server?: string; client?: string },
  jobs = 2,
): Promise<Transcript[]> {
  const target = {
    server: programs.server ?? null,
    client: programs.client ?? null,
    connect: null,
    programs: {},
    folder: process.cwd(),
    deadline: 700,
  };
  return await playSuite({ spec, rules: spec.rules, roles: [role], target, params: spec.params, seed: 3, jobs });
}

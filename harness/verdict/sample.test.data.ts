/** A small handout and transcripts of it, for tests. */
import type { Row, Run, Transcript } from "../execution/transcript.ts";
import type { Place, Rule, Scenario, Spec } from "../language/spec.ts";

export function place(line: number): Place {
  return { file: "spec/chat/README.md", line, column: 3 };
}

export function scenario(name: string, line: number): Scenario {
  return { name, steps: [], place: place(line) };
}

export function rule(id: string, more: Partial<Rule> = {}): Rule {
  return {
    id,
    title: "A recipient named twice gets the message once",
    section: "Messages",
    sentence: "The server MUST send the message once to each user named.",
    level: "MUST",
    points: 1,
    scenarios: [scenario("named twice", 40), scenario("named three times", 60)],
    place: place(38),
    subject: null,
    ...more,
  };
}

export function spec(rules: readonly Rule[]): Spec {
  return {
    file: "spec/chat/README.md",
    protocol: "chat",
    title: "Chat",
    params: { max: "10" },
    transport: "tcp",
    proto: null,
    framing: { client: "none", server: "none" },
    server: { args: "-p {port}", sends: [], serves: "one" },
    client: { args: "-u {name} -p {port}", sends: ["join"] },
    programs: {},
    fence: null,
    wire: "fixed",
    stream: null,
    case: "exact",
    messages: [],
    console: [],
    rules,
    fragments: new Map(),
  };
}

export function arrow(from: string, to: string, text: string, state: Row["state"], more: Partial<Row> = {}): Row {
  return {
    shape: { kind: "arrow", from, to, arrow: "->>" },
    text,
    place: place(41),
    fragment: null,
    state,
    at: 1,
    ...more,
  };
}

export function note(over: string, text: string, state: Row["state"], more: Partial<Row> = {}): Row {
  return {
    shape: { kind: "note", over: over.split(", ") },
    text,
    place: place(42),
    fragment: null,
    state,
    at: 2,
    ...more,
  };
}

export const joins: readonly Row[] = [
  arrow("alice7q", "server", "join alice7q", "done", { fragment: "joined" }),
  note("server", "prints join: alice7q", "met", { fragment: "joined" }),
  arrow("bob3x", "server", "join bob3x", "done", { fragment: "joined" }),
  note("server", "prints join: bob3x", "met", { fragment: "joined" }),
];

export const twice: readonly Row[] = [
  ...joins,
  arrow("alice7q", "server", "send_message 2 bob3x bob3x hi", "done"),
  note("server", "prints msg: alice7q", "met"),
  arrow("server", "bob3x", "forward_message 1 alice7q hi", "met"),
  note("bob3x", "hears nothing", "broken", { place: place(50) }),
];

export function run(stderr = "", exit: Run["exit"] = null): Run {
  return { who: "server", command: "python3 server.py -p 15000", stderr, exit, silent: false, onTerminal: false };
}

export function transcript(more: Partial<Transcript> = {}): Transcript {
  return {
    rule: "CHAT-MSG-3",
    scenario: "named twice",
    number: 0,
    role: "server",
    under: ["server"],
    seed: 7,
    delivery: null,
    participants: ["alice7q", "server", "bob3x"],
    rows: twice,
    ending: { kind: "complete", evidence: 3 },
    runs: [run()],
    notes: [],
    durationMs: 12,
    ...more,
  };
}

/** The recipient named twice gets the message twice. */
export const arrivedTwice: Transcript = transcript({
  ending: {
    kind: "broken",
    row: 7,
    who: "bob3x",
    channel: "connection",
    expected: "",
    got: "forward_message 1 alice7q hi",
    break: { kind: "unexpected" },
    before: ["forward_message 1 alice7q hi"],
  },
});

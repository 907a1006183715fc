/** Who can be tested by a diagram: the servers, each client in its turn, or all together; and why others cannot. */
import { fits } from "../language/match.ts";
import type { Spec, Who } from "../language/spec.ts";
import { isClient, isServer } from "../language/spec.ts";
import type { Single, Written } from "./expand.ts";
import { literal } from "./texts.ts";
import { leaves, type Tree } from "./tree.ts";
import { participants } from "./vary.ts";

/** `program`: one that is neither server nor client. */
export type Role = "server" | "client" | "pair" | "program";

/**
 * The sets of participants that this role's tests put under test, one after the other.
 * @param others the programs beside servers and clients for which there is a command
 */
export function casts(
  written: readonly Tree<Written>[],
  role: Role,
  spec: Spec,
  others: readonly Who[],
): ReadonlySet<Who>[] {
  const everybody = new Set([...leaves(written)].flatMap(({ step }) => participants(step)));
  const servers = [...everybody].filter(isServer);
  const clients = [...everybody].filter((who) => isClient(who) && !(who in spec.programs));
  const programs = others.filter((who) => everybody.has(who));
  if (role === "program") return programs.map((who) => new Set([who]));
  if (role === "client") return clients.filter((who) => !isHole(who)).map((who) => new Set([who]));
  if (servers.length === 0) return [];
  if (role === "server") return [new Set(servers)];
  return [new Set([...servers, ...clients, ...programs])];
}

/** Why these cannot be tested by this diagram; null when they can. */
export function whyNot(written: readonly Tree<Written>[], under: ReadonlySet<Who>, spec: Spec): string | null {
  const clients = [...under].filter((who) => !isServer(who) && !isHole(who));
  const steps = [...leaves(written)].map(({ step }) => step);
  if (clients.length === 1 && ![...under].some(isServer) && steps.some((step) => participants(step).some(isHole))) {
    return "which client has to do what turns out only in the run";
  }
  for (const who of clients) {
    const why = unmoved(who, steps, spec);
    if (why !== null) return why;
  }
  return null;
}

/** Whether this stands for a client that turns out in the run. */
export function isHole(who: Who): boolean {
  return who.startsWith("{");
}

/** A client does what its user makes it do, and what it sends unasked at its start: is there anything else? */
function unmoved(who: Who, steps: readonly Single[], spec: Spec): string | null {
  const own = steps.filter((step) => participants(step).includes(who));
  const settings = own.flatMap((step) => (step.kind === "starts-with" ? [step.settings] : []));
  const name = settings.find((each) => "name" in each)?.["name"] ?? who;
  const unasked = settings.some((each) => "args" in each) ? [] : [...spec.client.sends];
  /** The servers that have not heard yet of what the user asked for last. */
  let asked = new Set<Who>();
  let moved = false;
  for (const step of own) {
    if (step.kind === "types" || step.kind === "presses") {
      asked = new Set(steps.flatMap(participants).filter(isServer));
      moved = true;
    } else if (step.kind === "stops-reading") return `no user makes ${who} stop reading`;
    else if (step.kind === "closes" && step.from === who) {
      if (step.how !== "closes") return `no user makes ${who} do that to its connection`;
      if (!moved) return `nothing makes ${who} close its connection`;
    } else if ("to" in step && step.to === who) moved = true;
    else if (step.kind === "message") {
      const row = spec.messages.find((format) => format.sender === "client" && fits(step.text, format.format));
      if (row !== undefined && row.name === unasked[0]) {
        unasked.shift();
        const fields = [...(fits(step.text, row.format) ?? new Map()).values()].map((field) => literal(field));
        if (fields.length > 0 && !fields.includes(name)) return `${who} would call itself ${name}`;
      } else if (!asked.delete(step.to)) return `no user makes ${who} send that`;
    }
  }
  if (own.length > 0 && unasked.length > 0) return `${who} would send ${unasked[0]} unasked`;
  return null;
}

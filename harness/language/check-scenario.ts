/** One scenario and its spec → what makes no sense in it: who takes part, what is sent and printed, what is named. */

import { isGiven } from "./front-matter.ts";
import { fits } from "./match.ts";
import { nearest, suggestion } from "./nearest.ts";
import { noteWords } from "./note.ts";
import { error, warning } from "./problem.ts";
import { printText } from "./quote.ts";
import { rangePrefix } from "./range.ts";
import {
  isClient,
  isServer,
  type MessageFormat,
  type Over,
  type Problem,
  type Scenario,
  type Spec,
  type Step,
  senderOf,
  type Text,
  type Who,
} from "./spec.ts";
import { branchesOf, flatten, overOf, takesPart, whoOf } from "./steps.ts";

/**
 * How hard a client's message that fits no format is judged, since bad input is often what a rule is about:
 * never in a rule, only where a known message seems to be meant in a rule about wording, and mildly in a fragment.
 */
export type Strictness = "wire" | "rule" | "fragment";

/** All that makes no sense in a scenario. */
export function checkScenario(scenario: Scenario, spec: Spec, strictness: Strictness): Problem[] {
  const steps = flatten(scenario.steps);
  return [
    ...checkParticipants(steps),
    ...steps.flatMap((step) => {
      if (step.kind === "message") return [...checkEnds(step), ...checkMessage(step, spec, strictness)];
      if (step.kind === "prints") return checkPrinted(step, spec);
      if (step.kind === "fragment") return checkFragment(step, spec);
      if (step.kind === "starts-with") return checkSettings(step, spec);
      if (step.kind === "tells-one-history") return checkHistory(step, spec);
      return [];
    }),
    ...checkRanges(scenario.steps, Object.keys(spec.params)),
    ...checkHoles(steps, spec),
  ];
}

/** Clients talk to servers only. */
function checkEnds({ from, to, place }: Of<"message">): Problem[] {
  if (!isClient(from) || !isClient(to)) return [];
  const meant = [to, from].some((who) => nearest(who, ["server"]) !== null) ? ": did you mean `server`?" : "";
  return [
    error(place, `neither \`${from}\` nor \`${to}\` is a server, and a message goes to one or comes from one${meant}`),
  ];
}

/** A hole that nothing fills would be sent as its own name. */
function checkHoles(steps: readonly Step[], spec: Spec): Problem[] {
  const known = new Set([...Object.keys(spec.params), ...steps.flatMap((step) => overOf(step)?.variable ?? [])]);
  const heard = new Set<string>();
  const written = steps.flatMap((step) => ("text" in step && step.text !== null ? namesOf(step.text) : []));
  return steps.flatMap((step) => {
    if (step.kind !== "message") {
      if ("text" in step && step.text !== null) for (const name of namesOf(step.text)) heard.add(name);
      return [];
    }
    const sender = senderOf(step.from);
    const rows = spec.messages.filter((row) => row.sender === sender);
    const own = rows.filter((row) => fits(step.text, row.format));
    const words = new Set([...known, ...(own.length > 0 ? own : rows).flatMap((row) => namesOf(row.format))]);
    const unknown = namesOf(step.text).filter((name) => {
      if (words.has(name) || heard.has(name) || isGiven(name)) return false;
      if (sender === "client") return true;
      // What a server says may be anything, and be called anything: told is only what looks misspelt.
      const once = written.filter((other) => other === name).length === 1;
      return once && !words.has(name.replace(/\d+$/, "")) && nearest(name, words) !== null;
    });
    for (const name of namesOf(step.text)) heard.add(name);
    return unknown.map((name) => error(step.place, `nothing fills \`{${name}}\`${suggestion(name, words)}`));
  });
}

function namesOf(text: Text): string[] {
  return text.flatMap((piece) => (piece.kind === "hole" ? piece.name : []));
}

function checkParticipants(steps: readonly Step[]): Problem[] {
  const known = new Set(steps.filter(takesPart).flatMap(whoOf));
  const received = new Set(steps.flatMap((step) => (step.kind === "message" ? step.to : [])));
  const ranges = steps.flatMap((step) => overOf(step) ?? []);
  const prefixes = ranges.filter(({ variable }) => known.has(variable)).map(({ first }) => rangePrefix(first));
  const inRange = (who: Who) =>
    prefixes.some((prefix) => prefix !== null && who.startsWith(prefix) && /^\d+$/.test(who.slice(prefix.length)));
  return steps.flatMap((step) =>
    whoOf(step).flatMap((who) => {
      if (who.startsWith("{")) {
        return received.has(who)
          ? []
          : error(step.place, `unknown participant \`${who}\`: no message of this diagram goes to \`${who}\``);
      }
      if (takesPart(step) || known.has(who) || inRange(who)) return [];
      return error(step.place, `unknown participant \`${who}\`${suggestion(who, known)}`);
    }),
  );
}

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

function checkMessage(step: Of<"message">, spec: Spec, strictness: Strictness): Problem[] {
  const sender = senderOf(step.from);
  const rows = spec.messages.filter((row) => row.sender === sender);
  if (rows.some((row) => fits(step.text, row.format))) return [];
  const meant = nearestFormat(step, rows);
  // Over gRPC nothing can be said that the .proto does not have.
  const free = sender === "client" && spec.transport !== "grpc";
  if (free && (strictness === "rule" || (strictness === "wire" && meant === ""))) return [];
  const told = free && strictness === "fragment" ? warning : error;
  return [told(step.place, `\`${printText(step.text)}\` fits no message of the ${sender}${meant}`)];
}

function nearestFormat(step: Of<"message">, rows: readonly MessageFormat[]): string {
  const [word = ""] = printText(step.text).split(" ");
  const name = nearest(
    word,
    rows.map((row) => row.name),
  );
  const row = rows.find((one) => one.name === name);
  return row ? `: expected \`${printText(row.format)}\`` : "";
}

function checkPrinted(step: Of<"prints">, spec: Spec): Problem[] {
  const role = isServer(step.who) ? "server" : "client";
  const rows = spec.console.filter(({ who, does }) => who === role && does === "prints");
  if (rows.some((row) => row.formats.some((format) => fits(step.text, format)))) return [];
  return [error(step.place, `\`${printText(step.text)}\` fits no line of \`## Console\` that a ${role} prints`)];
}

function checkFragment(step: Of<"fragment">, spec: Spec): Problem[] {
  if (!spec.fragments.has(step.name)) {
    const [word = ""] = step.name.split(" ");
    const verb = nearest(step.name, spec.fragments.keys()) ?? nearest(word, noteWords);
    const meant = verb === null ? suggestion(step.name, spec.fragments.keys()) : `: did you mean \`${verb}\`?`;
    return [error(step.place, `unknown fragment \`${step.name}\`${meant}`)];
  }
  const server = step.who.find(isServer);
  return server === undefined
    ? []
    : [error(step.place, `a fragment is played for a client, and \`${server}\` is a server`)];
}

function checkHistory({ who, place }: Of<"tells-one-history">, { framing }: Spec): Problem[] {
  if (!isServer(who)) return [error(place, `\`tells one history\` is said of a server, and \`${who}\` is a client`)];
  if (framing.server !== "none") return [];
  return [error(place, "`tells one history` needs a framing: without one, nothing tells where a message ends")];
}

function checkSettings(step: Of<"starts-with">, spec: Spec): Problem[] {
  const known = [...Object.keys(spec.params), "args", ...(isServer(step.who) ? ["ports"] : ["name", "servers"])];
  return Object.entries(step.settings).flatMap(([name, value]) => {
    if (!known.includes(name)) return error(step.place, `unknown parameter \`${name}\`${suggestion(name, known)}`);
    return /^(?:args|ports|servers)$/.test(name)
      ? checkArgs(value, spec).map((message) => error(step.place, message))
      : [];
  });
}

/** What is wrong with the holes of a command's arguments. */
export function checkArgs(args: string, spec: Spec): string[] {
  const known = Object.keys(spec.params);
  const names = [...args.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!);
  return names
    .filter((name) => !known.includes(name) && !isGiven(name))
    .map((name) => `unknown parameter \`${name}\`${suggestion(name, known)}`);
}

function checkRanges(steps: readonly Step[], known: readonly string[]): Problem[] {
  return steps.flatMap((step) => {
    const over = overOf(step);
    const inner = over ? [...known, over.variable] : known;
    const own = over ? checkRange(over, step, known) : [];
    return [...own, ...branchesOf(step).flatMap((branch) => checkRanges(branch, inner))];
  });
}

function checkRange({ first, last }: Over, { place }: Step, known: readonly string[]): Problem[] {
  const names = [...first, ...last].flatMap((piece) => (piece.kind === "hole" ? piece.name : []));
  const unknown = names.filter((name) => !known.includes(name));
  return unknown.map((name) => error(place, `unknown parameter \`${name}\`${suggestion(name, known)}`));
}

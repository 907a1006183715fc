/**
 * One diagram, any role under test: what a played role does to a tested one is done by the harness, what a
 * tested role does to a played one is expected; between two played or two tested roles there is nothing to do.
 */

import type { Said } from "../dialect/say.ts";
import { type Speech, speech } from "../dialect/speaking.ts";
import { fill, fits } from "../language/match.ts";
import type { Spec, Text, Who } from "../language/spec.ts";
import { isBroker, isClient, isServer } from "../language/spec.ts";
import type { Single, Written } from "./expand.ts";
import type { Deed, Expectation, Link, Move, Part } from "./part.ts";
import { isHole } from "./roles.ts";
import { mapLiterals } from "./texts.ts";
import { flatMap, leaves, type Tree } from "./tree.ts";
import { participants } from "./vary.ts";

/** How a program words the messages that it words in its own way, by the message's name. */
export type Wording = ReadonlyMap<string, Text>;

export function project(
  written: readonly Tree<Written>[],
  under: ReadonlySet<Who>,
  spec: Spec,
  wording: Wording,
  words: Speech = speech(spec, null),
): Part {
  const everybody = new Set([...leaves(written)].flatMap(({ step }) => participants(step)));
  const servers = [...everybody].filter(isServer);
  const settings = new Map<Who, Readonly<Record<string, string>>>();
  const started = new Set<Who>();
  let unsayable: string | null = null;
  const said = (found: Said): Said => {
    if (found.kind === "unsayable") unsayable ??= found.why;
    return found;
  };

  const linksOf = (who: Who): Link[] =>
    isServer(who)
      ? [...everybody].filter((other) => isClient(other) && under.has(other)).map((client) => ({ client, server: who }))
      : servers.filter((server) => under.has(server)).map((server) => ({ client: who, server }));

  // What one program publishes for another is theirs: we neither take it nor put anything there.
  const exchange = { published: false, heard: false };
  for (const { step } of leaves(written)) {
    if (step.kind !== "message") continue;
    exchange.published ||= isBroker(step.to) && under.has(step.from);
    exchange.heard ||= isBroker(step.from) && under.has(step.to);
  }
  const ours = (step: Single): boolean =>
    !(exchange.published && exchange.heard && step.kind === "message" && (isBroker(step.to) || isBroker(step.from)));

  const starts = ({ row, step, fragment }: Written): Move[] => {
    if (step.kind === "starts-with" || step.kind === "has-file") return [];
    const fresh = participants(step).filter(
      (who) => under.has(who) && isClient(who) && !isHole(who) && !started.has(who),
    );
    for (const who of fresh) started.add(who);
    return fresh.map((who) => ({ row, fragment, does: { kind: "start", who } }));
  };
  const change = (leaf: Written): Move[] => {
    const { row, step, fragment } = leaf;
    const at = { row, fragment };
    const todo: Move[] = starts(leaf);
    if (step.kind === "starts-with") settings.set(step.who, { ...settings.get(step.who), ...step.settings });
    const theirs: Speech = {
      message: (text, from, client) =>
        said(words.message(text, from, settings.get(client)?.["name"] ?? client, `${row}`)),
      line: (text, who, does) => said(words.line(text, who, does, `${row}`)),
    };
    for (const act of ours(step) ? acts(step, under, linksOf, spec, wording, theirs) : []) {
      todo.push(isDeed(act) ? { ...at, does: act } : { ...at, expects: act });
    }
    return todo;
  };
  // Who takes part in a choice has been started, whatever is chosen.
  const moves = flatMap(written, change, (choice) => [...leaves([choice])].flatMap(starts));
  const playedServers = servers.filter((server) => !under.has(server));
  const reached = exchange.heard || [...under].some(isServer);
  const broker = !reached || ![...everybody].some(isBroker) ? null : exchange.heard ? "unwatched" : "watched";
  return { moves, under: [...under].filter((who) => everybody.has(who)), playedServers, broker, unsayable, settings };
}

/** Whether a program under test has anything to do there (outside fragments) that it is judged by. */
export function hasEvidence(part: Part): boolean {
  for (const move of leaves(part.moves)) {
    if ("expects" in move && move.expects.kind !== "silence" && move.fragment === null) return true;
  }
  return false;
}

type Act = Deed | Expectation;

const DEEDS: ReadonlySet<Act["kind"]> = new Set([
  "start",
  "send",
  "connect",
  "close",
  "type",
  "press",
  "kill",
  "halt",
  "go-on",
  "start-again",
  "give-file",
  "stop-reading",
  "read-on",
  "stop-listening",
  "allow-link",
  "allow-screen",
]);

function isDeed(act: Act): act is Deed {
  return DEEDS.has(act.kind);
}

function acts(
  step: Single,
  under: ReadonlySet<Who>,
  linksOf: (who: Who) => Link[],
  spec: Spec,
  wording: Wording,
  words: Speech,
): readonly Act[] {
  switch (step.kind) {
    case "message":
    case "connects":
    case "closes": {
      if (under.has(step.from) === under.has(step.to)) return [];
      // A broker is like a client of those who publish there, and of those who hear from it.
      const link =
        isServer(step.from) || isBroker(step.to)
          ? { client: step.to, server: step.from }
          : { client: step.from, server: step.to };
      const tested = under.has(step.from);
      if (step.kind === "connects") return [{ kind: tested ? "connected" : "connect", link }];
      if (step.kind === "closes") return [tested ? { kind: "closed", link } : { kind: "close", link, how: step.how }];
      const found = words.message(step.text, step.from, link.client);
      if (found.kind === "unsayable") return [];
      if (!tested) return [{ kind: "send", link, text: found.sent }];
      if (found.expected[0] !== step.text) return [{ kind: "receive", link, texts: found.expected }];
      return [{ kind: "receive", link, texts: worded(step.text, step.from, spec, wording) }];
    }
    case "hears-nothing": {
      const links = step.who.flatMap((who) => (under.has(who) ? [] : linksOf(who)));
      const screens = step.who.filter((who) => under.has(who));
      return links.length + screens.length > 0 ? [{ kind: "silence", links, screens }] : [];
    }
    case "hears-anything":
      return step.who.flatMap((who) =>
        under.has(who) ? [] : linksOf(who).map((link): Act => ({ kind: "allow-link", link })),
      );
    case "tells-one-history":
      // In a pair nobody sees what the clients hear.
      return under.has(step.who) && [...under].every(isServer) ? [{ kind: "one-history", who: step.who }] : [];
    case "stops-reading":
    case "reads-on":
      if (under.has(step.who)) return [];
      return linksOf(step.who).map(
        (link): Act => ({ kind: step.kind === "reads-on" ? "read-on" : "stop-reading", link }),
      );
    case "is-killed":
    case "hangs":
    case "goes-on":
    case "starts-again":
      // A server that we play hangs by itself; what a played client does is told by its connections.
      if (isBroker(step.who)) return [{ kind: DONE_TO[step.kind], who: step.who }];
      if (!under.has(step.who) && (!isServer(step.who) || step.kind === "hangs" || step.kind === "goes-on")) return [];
      return [{ kind: DONE_TO[step.kind], who: step.who }];
    default:
      if (under.has(step.who)) return ofProgram(step, spec, words);
      return step.kind === "exits" && isServer(step.who) ? [{ kind: "stop-listening", who: step.who }] : [];
  }
}

const DONE_TO = { "is-killed": "kill", hangs: "halt", "goes-on": "go-on", "starts-again": "start-again" } as const;

/** The acts of a program's own user, screen and folder. */
function ofProgram(
  step: Exclude<
    Single,
    | {
        kind:
          | "message"
          | "connects"
          | "closes"
          | "tells-one-history"
          | "hears-nothing"
          | "hears-anything"
          | "stops-reading"
          | "reads-on";
      }
    | { kind: keyof typeof DONE_TO }
  >,
  spec: Spec,
  words: Speech,
): readonly Act[] {
  const { who } = step;
  switch (step.kind) {
    case "types": {
      const found = words.line(step.text, who, "types");
      return found.kind === "said" ? [{ kind: "type", who, text: found.sent }] : [];
    }
    case "presses":
      return [{ kind: "press", who, key: step.key }];
    case "has-file":
      return [{ kind: "give-file", who, name: step.name, text: step.text }];
    case "prints": {
      const found = words.line(step.text, who, "prints");
      if (found.kind === "unsayable") return [];
      const own = found.expected[0] !== step.text;
      return [{ kind: "printed", who, texts: own ? found.expected : accepted(step.text, who, spec) }];
    }
    case "prompts":
      return [{ kind: "prompted", who, text: step.text }];
    case "prints-something":
      return [{ kind: "printed-something", who, with: step.with }];
    case "prints-anything":
      return [{ kind: "allow-screen", who }];
    case "exits":
      return [{ kind: "exited", who, status: step.status }];
    case "saves-file":
      return [{ kind: "saved", who, name: step.name, text: step.text }];
    case "starts-with":
      return [];
  }
}

/** A message as the program under test words it; where case does not matter, in capitals and small letters too. */
function worded(text: Text, from: Who, spec: Spec, wording: Wording): Text[] {
  const sender = isServer(from) ? "server" : "client";
  for (const row of spec.messages) {
    const fields = row.sender === sender ? fits(text, row.format) : null;
    if (fields === null) continue;
    const own = wording.get(row.name);
    if (own !== undefined) return [fill(own, fields)];
    return spec.case === "exact"
      ? [text]
      : [text, ...CASES.map((change) => fill(mapLiterals(row.format, change), fields))];
  }
  return [text];
}

const CASES: readonly ((words: string) => string)[] = [
  (words) => words.toUpperCase(),
  (words) => words.toLowerCase(),
  (words) => words.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
];

/** A printed line and its accepted variants (`## Console`). */
function accepted(text: Text, who: Who, spec: Spec): Text[] {
  const kind = isServer(who) ? "server" : "client";
  for (const row of spec.console) {
    if (row.who !== kind || row.does !== "prints") continue;
    for (const format of row.formats) {
      const fields = fits(text, format);
      if (fields !== null)
        return [text, ...row.formats.filter((other) => other !== format).map((other) => fill(other, fields))];
    }
  }
  return [text];
}

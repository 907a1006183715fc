/** All that a run has to play: each rule's diagrams, with each role under test that they can test. */
import type { Dialect } from "../dialect/dialect.ts";
import { dialectFor, isHandouts, isWire, speaking, speech } from "../dialect/speaking.ts";
import type { Rule, Scenario, Spec, Who } from "../language/spec.ts";
import { isBroker, isServer } from "../language/spec.ts";
import { type Delivery, deliver, deliveries } from "./delivery.ts";
import { expand, type Written } from "./expand.ts";
import type { Part } from "./part.ts";
import { hasEvidence, project, type Wording } from "./project.ts";
import { casts, type Role, whyNot } from "./roles.ts";
import { shown } from "./shown.ts";
import { flatMap, leaves, type Tree } from "./tree.ts";
import { participants, vary } from "./vary.ts";

/** A rule that is not played, because those who run it do not want it to be. */
export interface LeftOut {
  readonly id: string;
  readonly reason: string;
}

export interface Trial {
  readonly rule: Rule;
  readonly scenario: Scenario;
  /** The scenario's number within its rule, from 0. */
  readonly number: number;
  readonly role: Role;
  /** Participants under test, as the handout calls them. */
  readonly under: readonly Who[];
  readonly written: readonly Tree<Written>[];
  /** Null when the diagram cannot test them: `why` says why. */
  readonly part: Part | null;
  readonly why: string | null;
  /** The handout as the programs speak it, and how that differs from it. */
  readonly spec: Spec;
  readonly dialect: Dialect | null;
  /** How messages are delivered, where not whole and alone; then `whole` is the same trial with whole messages. */
  readonly delivery: Delivery | null;
  readonly whole: Trial | null;
}

export interface Choice {
  readonly roles: readonly Role[];
  readonly params: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly wording: Wording;
  readonly dialect?: Dialect | null;
  readonly leftOut?: readonly LeftOut[];
  /** The programs beside servers and clients for which there is a command. */
  readonly programs?: readonly Who[];
  /** The server runs already (`--connect`): nobody sees its screen or types there. */
  readonly remote?: boolean;
  /** Plays every diagram under every delivery, not a sample. */
  readonly everyDelivery?: boolean;
}

export function trials(spec: Spec, rules: readonly Rule[], choice: Choice): Trial[] {
  return rules.flatMap((rule) =>
    rule.id === spec.stream ? delivered(spec, rule, choice) : ofRule(spec, rule, choice),
  );
}

function ofRule(spec: Spec, rule: Rule, choice: Choice): Trial[] {
  return rule.scenarios.flatMap((scenario, number) => ofScenario(spec, rule, scenario, number, choice));
}

/** Of each role and delivery, so many diagrams are played. */
const SAMPLE = 2;

/** The diagrams of all other rules, delivered in other ways: of each way a sample that turns with the seed. */
function delivered(spec: Spec, rule: Rule, choice: Choice): Trial[] {
  const others = spec.rules.filter((other) => other !== rule).flatMap((other) => ofRule(spec, other, choice));
  const found: Trial[] = [];
  const out = choice.leftOut?.find(({ id }) => id === rule.id);
  for (const role of choice.roles) {
    const before = found.length;
    if (out !== undefined && others[0] !== undefined) {
      found.push({ ...nothing(rule, others[0].scenario, role, spec), why: `left out: ${out.reason}` });
      continue;
    }
    for (const delivery of rule.subject === null || rule.subject === role ? deliveries : []) {
      const able = others.flatMap((whole): Trial[] => {
        // What goes through a broker comes as the broker sends it.
        const able = whole.part !== null && whole.part.broker === null && whole.role === role;
        const part = able ? deliver(whole.part, delivery, whole.spec) : null;
        return part === null ? [] : [{ ...whole, rule, part, delivery, whole }];
      });
      found.push(...(choice.everyDelivery ? able : sample(able, choice.seed)));
    }
    if (found.length > before) continue;
    const why = role === "pair" ? "nobody plays a part on its wire" : `nothing is sent to or by a ${role} in frames`;
    const [scenario] = others.map((other) => other.scenario);
    if (scenario) found.push({ ...nothing(rule, scenario, role, spec), why });
  }
  return found.map((trial, number) => ({ ...trial, number }));
}

/** Evenly spread. */
function sample<T>(all: readonly T[], seed: number): T[] {
  if (all.length <= SAMPLE) return [...all];
  return Array.from(
    { length: SAMPLE },
    (_, i) => all[(Math.abs(seed) + Math.floor((i * all.length) / SAMPLE)) % all.length]!,
  );
}

function nothing(rule: Rule, scenario: Scenario, role: Role, spec: Spec): Trial {
  return {
    rule,
    spec,
    dialect: null,
    scenario,
    number: 0,
    role,
    under: [],
    written: [],
    part: null,
    why: null,
    delivery: null,
    whole: null,
  };
}

/** So many scenarios of a rule have names of their own, where each has. */
const NAMESAKES = 3;

function ofScenario(spec: Spec, rule: Rule, scenario: Scenario, number: number, choice: Choice): Trial[] {
  const whole = expand(scenario, spec, choice.params);
  const plain = choice.remote ? withoutServerScreens(whole) : whole;
  // On one server for all, whoever is still there from a scenario before has another name.
  const seed = choice.remote ? choice.seed + spec.rules.indexOf(rule) * NAMESAKES + number : choice.seed;
  const written = vary(plain, spec, seed, choice.params);
  const dialect = dialectFor(rule, spec, choice.dialect ?? null);
  const words = speech(spec, dialect);
  const hasOwnWire = choice.dialect && spec.wire === "open" && !isHandouts(choice.dialect, spec);
  const found: Trial[] = [];
  for (const role of choice.roles) {
    const look = dialect === null ? written : shown(written, words, role !== "pair");
    const base = {
      rule,
      scenario,
      number,
      role,
      written: look,
      spec: speaking(spec, dialect),
      dialect,
      delivery: null,
      whole: null,
    };
    if (role === "program" && !involves(plain, spec)) continue;
    const out = choice.leftOut?.find(({ id }) => id === rule.id);
    if (out !== undefined || (hasOwnWire && isWire(rule))) {
      const why = out === undefined ? "the wire is the program's own" : `left out: ${out.reason}`;
      found.push({ ...base, under: [], part: null, why });
      continue;
    }
    if (rule.subject !== null && role !== "pair" && rule.subject !== role) {
      found.push({ ...base, under: [], part: null, why: `the rule is about the ${rule.subject}` });
      continue;
    }
    const seen = new Set<string>();
    const reasons: string[] = [];
    const before = found.length;
    const names = casts(plain, role, spec, choice.programs ?? []);
    for (const [i, under] of casts(written, role, spec, choice.programs ?? []).entries()) {
      const why = choice.remote ? (outOfReach(whole) ?? whyNot(written, under, spec)) : whyNot(written, under, spec);
      if (why !== null) {
        reasons.push(why);
        continue;
      }
      const part = project(written, under, spec, choice.wording, words);
      const likeness = signature(part, under);
      if (part.unsayable !== null) reasons.push(part.unsayable);
      else if (!hasEvidence(part)) reasons.push("nothing is left to expect");
      else if (part.broker === null && hasBroker(plain)) reasons.push("a broker is nothing to it");
      else if (!seen.has(likeness)) found.push({ ...base, under: [...names[i]!], part, why: null });
      seen.add(likeness);
    }
    if (found.length === before)
      found.push({ ...base, under: [], part: null, why: reasons[0] ?? `no ${role} takes part` });
  }
  return found;
}

/** Whether some program beside servers and clients takes part. */
function involves(trees: readonly Tree<Written>[], spec: Spec): boolean {
  return [...leaves(trees)].some(({ step }) => participants(step).some((who) => who in spec.programs));
}

function hasBroker(trees: readonly Tree<Written>[]): boolean {
  return [...leaves(trees)].some(({ step }) => participants(step).some(isBroker));
}

function withoutServerScreens(trees: readonly Tree<Written>[]): Tree<Written>[] {
  return flatMap(trees, (leaf) =>
    leaf.step.kind.startsWith("prints") && participants(leaf.step).every(isServer) ? [] : [leaf],
  );
}

const LOCAL: ReadonlySet<string> = new Set(["types", "presses", "exits", "has-file", "saves-file", "starts-with"]);

/** What can only be done or seen where the server was started. */
function outOfReach(trees: readonly Tree<Written>[]): string | null {
  for (const { step } of leaves(trees)) {
    if (participants(step).some(isBroker)) return "the server was not told where the broker is";
    if (LOCAL.has(step.kind) && participants(step).some(isServer)) return "the server was not started here";
  }
  return null;
}

/** Clients of whom the same is expected are alike: one of them is enough. */
function signature(part: Part, under: ReadonlySet<Who>): string {
  let text = JSON.stringify([...leaves(part.moves)].map((move) => ("does" in move ? move.does : move.expects)));
  if (under.size === 1) for (const who of under) text = text.replaceAll(new RegExp(`\\b${who}\\b`, "g"), "•");
  return text;
}

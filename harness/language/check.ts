/** A spec → all that makes no sense in it, with places. What is written wrongly has been told by handout.ts. */

import { checkArgs, checkScenario } from "./check-scenario.ts";
import { areaOf } from "./headings.ts";
import { suggestion } from "./nearest.ts";
import { error, inOrder, warning } from "./problem.ts";
import { isClient, type Place, type Problem, type Scenario, type Spec } from "./spec.ts";
import { flatten, whoOf } from "./steps.ts";

/** Checks a whole spec. An error makes it unfit to be played. */
export function checkSpec(spec: Spec): Problem[] {
  return inOrder([
    ...checkSettings(spec),
    ...checkTables(spec),
    ...checkRules(spec),
    ...spec.rules.flatMap(({ id, scenarios }) =>
      scenarios.flatMap((scenario) => checkScenario(scenario, spec, areaOf(id) === "WIRE" ? "wire" : "rule")),
    ),
    ...[...spec.fragments].flatMap(([name, scenario]) => [
      ...checkScenario(scenario, spec, "fragment"),
      ...checkClients(name, scenario),
      ...checkCycle(name, scenario, spec),
    ]),
  ]);
}

function checkSettings(spec: Spec): Problem[] {
  const top: Place = { file: spec.file, line: 1, column: 1 };
  const messages: string[] = [];
  for (const role of ["client", "server"] as const) {
    const names = spec.messages.filter(({ sender }) => sender === role).map(({ name }) => name);
    messages.push(...checkArgs(spec[role].args, spec).map((message) => `${message} (in the args of the ${role})`));
    for (const name of spec[role].sends) {
      if (!names.includes(name))
        messages.push(`\`sends\` names the unknown message \`${name}\` of the ${role}${suggestion(name, names)}`);
    }
  }
  const after = spec.fence?.after;
  const known = spec.messages.filter(({ sender }) => sender === "client").map(({ name }) => name);
  if (after && !known.includes(after))
    messages.push(`\`after\` names the unknown message \`${after}\` of the client${suggestion(after, known)}`);
  const ids = spec.rules.map(({ id }) => id);
  if (spec.stream !== null && !ids.includes(spec.stream))
    messages.push(`\`stream\` names the unknown rule \`${spec.stream}\`${suggestion(spec.stream, ids)}`);
  return messages.map((message) => error(top, message));
}

function checkTables(spec: Spec): Problem[] {
  return spec.messages.flatMap(({ name, place }, at) => {
    const first = spec.messages.findIndex((row) => row.name === name);
    return first === at
      ? []
      : error(place, `the message \`${name}\` stands in line ${spec.messages[first]!.place.line} already`);
  });
}

function checkRules(spec: Spec): Problem[] {
  const prefix = `${spec.protocol.toUpperCase()}-`;
  return spec.rules.flatMap(({ id, place, scenarios }, at) => {
    const first = spec.rules.findIndex((rule) => rule.id === id);
    const problems: Problem[] = [];
    if (!id.startsWith(prefix))
      problems.push(error(place, `the id \`${id}\` does not start with the protocol's name: expected \`${prefix}…\``));
    if (first !== at)
      problems.push(error(place, `the id \`${id}\` stands in line ${spec.rules[first]!.place.line} already`));
    if (id === spec.stream) return [...problems, ...checkStream(spec, scenarios, place)];
    if (scenarios.length === 0) problems.push(warning(place, `${id} has no diagram, so nothing checks it`));
    return problems;
  });
}

/** The rule that every other rule's diagrams are played for has none of its own. */
function checkStream({ framing }: Spec, scenarios: readonly Scenario[], place: Place): Problem[] {
  if (framing.client === "none" && framing.server === "none")
    return [error(place, "`stream` needs a framing: without one, nothing tells where a message ends")];
  if (scenarios.length === 0) return [];
  return [error(place, "the rule of `stream` is played by the diagrams of all others: expected none of its own")];
}

function checkClients(name: string, { steps, place }: Scenario): Problem[] {
  const clients = [...new Set(flatten(steps).flatMap(whoOf))].filter(isClient);
  if (clients.length === 1) return [];
  const got = clients.length === 0 ? "none" : clients.join(", ");
  return [error(place, `the fragment \`${name}\` must have exactly one client, got ${got}`)];
}

/** A fragment that plays itself, by whatever detour, would never end. */
function checkCycle(name: string, scenario: Scenario, spec: Spec): Problem[] {
  const seen = new Set<string>();
  const next = (from: Scenario): boolean =>
    flatten(from.steps).some((step) => {
      if (step.kind !== "fragment") return false;
      if (step.name === name) return true;
      const inner = spec.fragments.get(step.name);
      if (seen.has(step.name) || inner === undefined) return false;
      seen.add(step.name);
      return next(inner);
    });
  return next(scenario) ? [error(scenario.place, `the fragment \`${name}\` plays itself`)] : [];
}

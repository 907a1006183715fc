/**
 * Plays a scenario as it is tested, with a tap on each connection. Where clients are played by us, there may only be one.
 * Trial → what was heard.
 */
import type { Address } from "../execution/addresses.ts";
import { play } from "../execution/player.ts";
import { freePort } from "../execution/ports.ts";
import { ready } from "../execution/ready.ts";
import { Stage, type Target } from "../execution/stage.ts";
import { transport } from "../execution/transport.ts";
import { isServer, type Who } from "../language/spec.ts";
import { leaves } from "../projection/tree.ts";
import type { Trial } from "../projection/trials.ts";
import { participants } from "../projection/vary.ts";
import type { Spoken } from "./recording.ts";

/** Where a client finds a server, so that what they say is heard. */
export interface Listener extends Disposable {
  readonly open: (client: Who, server: Address) => Promise<Address>;
}

export interface Rehearsed<Tap> {
  readonly spoken: readonly Spoken[];
  /** The names that the clients say they have. */
  readonly names: ReadonlyMap<Who, string>;
  readonly tap: Tap;
}

/**
 * A string says why there is nothing to hear.
 * @param listen makes a tap; what it is given is to be called whenever something passes
 * @param written the scenario in the handout's own words
 */
export async function rehearse<Tap extends Listener>(
  trial: Trial,
  target: Target,
  params: Readonly<Record<string, string>>,
  listen: (changed: () => void) => Tap,
  written: Trial["written"] = trial.written,
): Promise<Rehearsed<Tap> | string> {
  const { part, spec } = trial;
  if (part === null) return trial.why ?? "it does not apply";
  await using stage = new Stage(spec, target, await transport(spec), () => null);
  using tap = listen(stage.changed);
  const everybody = new Set([...leaves(trial.written)].flatMap(({ step }) => participants(step)));
  const ends = new Map<Who, Map<Who, Address>>();
  for (const server of [...everybody].filter(isServer).sort()) {
    const address = { host: "127.0.0.1", port: await freePort() };
    const found = await ready(stage.start(server, part.settings.get(server) ?? {}, address, params), address);
    if (typeof found === "string") return found;
    for (const client of everybody) {
      if (isServer(client)) continue;
      const end = await tap.open(client, found);
      ends.set(client, (ends.get(client) ?? new Map()).set(server, end));
      if (!part.under.includes(client)) stage.addresses.set(server, end);
    }
  }
  const start = (who: Who): void => {
    const taps = ends.get(who) ?? new Map<Who, Address>();
    for (const [server, address] of taps) stage.addresses.set(server, address);
    const [first = { host: "127.0.0.1", port: 9 }] = taps.values();
    stage.start(who, part.settings.get(who) ?? {}, first, params);
  };
  await play({ part, stage, spec, steady: false, start, startAgain: async () => null });
  const names = [...everybody].filter((who) => !isServer(who));
  return {
    spoken: spoken(written),
    tap,
    names: new Map(names.map((who) => [who, part.settings.get(who)?.["name"] ?? who])),
  };
}

function spoken(written: Trial["written"]): Spoken[] {
  return [...leaves(written)].flatMap(({ step }): Spoken[] => {
    if (step.kind !== "message") return [];
    const fromServer = isServer(step.from);
    const client = fromServer ? step.to : step.from;
    return [{ client, sender: fromServer ? "server" : "client", text: step.text }];
  });
}

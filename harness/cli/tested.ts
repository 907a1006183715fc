/** Options → what is tested. */

import type { Dialect } from "../dialect/dialect.ts";
import { missing } from "../execution/missing.ts";
import type { Target } from "../execution/stage.ts";
import type { Role } from "../projection/roles.ts";
import { referenceOf } from "./builtin.ts";
import { Misuse } from "./misuse.ts";

export interface Tested {
  readonly server?: string;
  readonly client?: string;
  readonly connect?: string;
  readonly deadline: number;
  /** Where commands' relative paths start; here when it is not given. */
  readonly folder?: string;
  /** How the programs say the messages. */
  readonly dialect?: Dialect | null;
}

/** What is tested, and in which roles. Both programs together are a pair, whatever wire they speak; where we know it, each is tested alone too. */
export function tested(name: string, options: Tested): { readonly target: Target; readonly roles: readonly Role[] } {
  const base = { connect: null, folder: options.folder ?? process.cwd(), deadline: options.deadline };
  const server = options.server ?? null;
  const client = options.client ?? null;
  for (const [kind, line] of Object.entries({ server, client })) {
    const what = line === null ? null : missing(line, base.folder);
    if (what !== null) throw new Misuse(`wirecheck: --${kind} '${line}': ${what}`);
  }
  if (options.connect !== undefined) {
    if (server !== null || client !== null) throw new Misuse("wirecheck: --connect goes without --server and --client");
    return { target: { ...base, server: null, client: null, connect: address(options.connect) }, roles: ["server"] };
  }
  if (server !== null && client !== null) {
    const roles: readonly Role[] = options.dialect ? ["server", "client", "pair"] : ["pair"];
    return { target: { ...base, server, client }, roles };
  }
  if (server !== null) return { target: { ...base, server, client }, roles: ["server"] };
  if (client !== null) return { target: { ...base, server, client }, roles: ["client"] };
  const reference = { server: referenceOf(name, "server"), client: referenceOf(name, "client") };
  if (reference.server === null) {
    throw new Misuse(
      `wirecheck: say what to test, with --server, --client or --connect; ${name} has no reference programs`,
    );
  }
  return { target: { ...base, ...reference }, roles: ["server", "client", "pair"] };
}

function address(text: string): { readonly host: string; readonly port: number } {
  const found = /^(?:\[(.+)\]|([^:]*)):(\d+)$/.exec(text);
  const port = Number(found?.[3]);
  if (!found || port < 1 || port > 65535)
    throw new Misuse(`wirecheck: --connect takes HOST:PORT, such as localhost:15000, not ${text}`);
  return { host: found[1] ?? (found[2] || "localhost"), port };
}

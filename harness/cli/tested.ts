/** Options → what is tested. */
import type { Dialect } from "../dialect/dialect.ts";

import type { GrpcDialect } from "../execution/grpc/dialect.ts";

import { missing } from "../execution/missing.ts";
import type { Target } from "../execution/stage.ts";
import type { Role } from "../projection/roles.ts";
import { referenceOf } from "./builtin.ts";
import { Misuse } from "./misuse.ts";

export interface Tested {
  readonly server?: string;
  readonly client?: string;
  readonly connect?: string;
  /** Commands of programs that are neither server nor client. */
  readonly program?: Readonly<Record<string, string>>;
  readonly deadline: number;
  /** A service of the programs' own. */
  readonly grpc?: GrpcDialect | null;
  /** Where commands' relative paths start; here when it is not given. */
  readonly folder?: string;
  /** How the programs say the messages. */
  readonly dialect?: Dialect | null;
}

/**
 * What is tested, and in which roles. Both programs together are a pair, whatever wire they speak; where we know it, each
 * is tested alone too.
 * @param others the handout's programs that are neither server nor client
 */
export function tested(
  name: string,
  options: Tested,
  others: readonly string[] = [],
): { readonly target: Target; readonly roles: readonly Role[] } {
  const { program: programs = {} } = options;
  const base = {
    connect: null,
    programs,
    folder: options.folder ?? process.cwd(),
    deadline: options.deadline,
    grpc: options.grpc ?? null,
  };
  const server = options.server ?? null;
  const client = options.client ?? null;
  for (const [kind, line] of Object.entries({ server, client, ...programs })) {
    const what = line === null ? null : missing(line, base.folder);
    if (what !== null)
      throw new Misuse(`wirecheck: --${kind in programs ? `program ${kind}=` : `${kind} `}'${line}': ${what}`);
    if (kind in programs && !others.includes(kind)) {
      throw new Misuse(
        `wirecheck: ${name} has no program ${kind}${others.length > 0 ? `; there is ${others.join(", ")}` : ""}`,
      );
    }
  }
  const also: readonly Role[] = Object.keys(programs).length > 0 ? ["program"] : [];
  if (options.connect !== undefined) {
    if (server !== null || client !== null) throw new Misuse("wirecheck: --connect goes without --server and --client");
    return { target: { ...base, server: null, client: null, connect: address(options.connect) }, roles: ["server"] };
  }
  if (server !== null && client !== null) {
    const roles: readonly Role[] = options.dialect || options.grpc ? ["server", "client", "pair"] : ["pair"];
    return { target: { ...base, server, client }, roles: [...roles, ...also] };
  }
  if (server !== null) return { target: { ...base, server, client }, roles: ["server", ...also] };
  if (client !== null) return { target: { ...base, server, client }, roles: ["client", ...also] };
  if (also.length > 0) return { target: { ...base, server, client }, roles: also };
  const reference = { server: referenceOf(name, "server"), client: referenceOf(name, "client") };
  if (reference.server === null) {
    throw new Misuse(
      `wirecheck: say what to test, with --server, --client or --connect; ${name} has no reference programs`,
    );
  }
  const theirs = Object.fromEntries(others.map((each) => [each, referenceOf(name, each) ?? ""]));
  const roles: readonly Role[] = ["server", "client", "pair"];
  return {
    target: { ...base, ...reference, programs: theirs },
    roles: others.length > 0 ? [...roles, "program"] : roles,
  };
}

function address(text: string): { readonly host: string; readonly port: number } {
  const found = /^(?:\[(.+)\]|([^:]*)):(\d+)$/.exec(text);
  const port = Number(found?.[3]);
  if (!found || port < 1 || port > 65535)
    throw new Misuse(`wirecheck: --connect takes HOST:PORT, such as localhost:15000, not ${text}`);
  return { host: found[1] ?? (found[2] || "localhost"), port };
}

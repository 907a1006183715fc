/** What a `wirecheck.yaml` says. */
import type { Dialect } from "../dialect/dialect.ts";
import type { GrpcDialect } from "../execution/grpc/dialect.ts";

/** Rules that are not to be judged, and why. */
export interface Skip {
  /** Rule ids, groups (`CHAT-FILE`) or patterns with `*`. */
  readonly pattern: string;
  readonly reason: string;
}

export interface Config {
  /** A built-in handout's name, or the path of one as it is written. */
  readonly spec: string;
  /** Command lines. */
  readonly server: string | null;
  readonly client: string | null;
  /** Argument tails that stand in for the handout's own. */
  readonly args: { readonly server: string | null; readonly client: string | null };
  readonly params: Readonly<Record<string, string>>;
  /** Null: everything is said as the handout says it. */
  readonly dialect: Dialect | null;
  /** Over gRPC: null where the programs have the handout's service. Its path is as it is written. */
  readonly grpc: GrpcDialect | null;
  readonly skip: readonly Skip[];
  /** In ms. */
  readonly deadline: number | null;
  /** Where commands start, as it is written. */
  readonly folder: string | null;
  /** A command that is run once before. */
  readonly build: string | null;
}

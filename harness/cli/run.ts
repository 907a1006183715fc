/** The options and a configuration → what is run and how, whoever has said so. */
import type { Dialect } from "../dialect/dialect.ts";
import { type GrpcDialect, REFLECTION } from "../execution/grpc/dialect.ts";
import type { Spec } from "../language/spec.ts";
import type { Configured } from "./configured.ts";
import type { Handout } from "./handout.ts";
import { knownDialect } from "./library.ts";
import { Misuse } from "./misuse.ts";
import { type Tested, tested } from "./tested.ts";

type Programs = Pick<Tested, "server" | "client" | "connect" | "program">;

export interface Asked extends Programs {
  readonly deadline?: number;
  readonly dialect?: string;
  /** The path of a `.proto`, or `reflection`. */
  readonly proto?: string;
}

export interface Run {
  readonly config: Configured | null;
  readonly programs: Programs;
  readonly deadline: number;
  readonly folder: string;
}

/** Programs named in the command line are all that is tested then. */
export function runOf(asked: Asked, config: Configured | null): Run {
  const { server, client, connect, program } = asked;
  const others = program && { program };
  const named = { ...(server && { server }), ...(client && { client }), ...(connect && { connect }), ...others };
  const own = { ...(config?.server && { server: config.server }), ...(config?.client && { client: config.client }) };
  const programs = Object.keys(named).length > 0 ? named : own;
  const folder = programs === own && config ? config.base : process.cwd();
  return { config, programs, deadline: asked.deadline ?? config?.deadline ?? 2000, folder };
}

/** The handout with the arguments that the configuration gives to programs. */
export function withArgs(spec: Spec, config: Configured | null): Spec {
  if (config === null) return spec;
  const { server, client } = config.args;
  return {
    ...spec,
    server: { ...spec.server, args: server ?? spec.server.args },
    client: { ...spec.client, args: client ?? spec.client.args },
  };
}

/** How the programs say the messages. */
export function dialectOf({ dialect }: Asked, config: Configured | null, spec: Spec): Dialect | null {
  return dialect === undefined ? (config?.dialect ?? null) : knownDialect(dialect, spec);
}

/** The service of their own that the programs speak. */
export async function serviceOf(
  { name, spec }: Handout,
  asked: Asked,
  { config, programs, deadline, folder }: Run,
): Promise<GrpcDialect | null> {
  const own = config?.grpc ?? null;
  if (asked.proto !== undefined && spec.transport !== "grpc")
    throw new Misuse(`wirecheck: --proto is for handouts over gRPC, and ${name} is none`);
  const { proto = own?.proto } = asked;
  if (proto === undefined) return null;
  const here = { file: "--proto", line: 0, column: 0 };
  const service = asked.proto === undefined ? own! : { ...own, proto, places: { ...own?.places, proto: here } };
  if (proto !== REFLECTION) return service;
  // A client alone cannot be asked; the server of the configuration can.
  const able = programs.server ?? programs.connect ?? config?.server ?? null;
  const asks =
    able === config?.server && config ? { server: config.server!, folder: config.base } : { ...programs, folder };
  if (able === null && programs.client !== undefined)
    throw new Misuse(
      "wirecheck: to ask for its services, a server is needed: give one with --server, or a .proto with --proto FILE",
    );
  const { target } = tested(name, { ...asks, deadline });
  const { reflected } = await import("./reflected.ts");
  return { ...service, proto: await reflected(spec, target), called: "the server" };
}

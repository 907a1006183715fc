/** How our ends of connections are made: plain TCP, or what a handout's transport puts on it. */
import type { Socket } from "node:net";
import type { Dialect } from "../dialect/dialect.ts";
import { reading } from "../dialect/reading.ts";
import type { Spec } from "../language/spec.ts";
import type { Connection } from "./connection.ts";
import type { GrpcDialect } from "./grpc/dialect.ts";
import { Stream } from "./stream.ts";

/** Our end of this socket, as the client's or the server's. */
export type MakeEnd = (socket: Socket, end: "client" | "server", changed: () => void) => Connection;

/**
 * @param dialect how the programs say the messages
 * @param grpc a service of the programs' own
 */
export async function transport(
  spec: Spec,
  dialect: Dialect | null = null,
  grpc: GrpcDialect | null = null,
): Promise<MakeEnd> {
  // Loaded only where it is needed: it takes longer to load than everything else.
  if (spec.transport === "grpc") return (await import("./grpc/ends.ts")).ends(spec, grpc);
  const { client, server } = spec.framing;
  const read = reading(dialect);
  const asClient = { incoming: server, outgoing: client, read };
  const asServer = { incoming: client, outgoing: server, read };
  return (socket, end, changed) => new Stream(socket, end === "client" ? asClient : asServer, changed);
}

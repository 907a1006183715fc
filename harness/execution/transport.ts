/** How our ends of connections are made: plain TCP, or what a handout's transport puts on it. */
import type { Socket } from "node:net";
import type { Spec } from "../language/spec.ts";
import type { Connection } from "./connection.ts";
import type { GrpcDialect } from "./grpc/dialect.ts";
import { Stream } from "./stream.ts";

/** Our end of this socket, as the client's or the server's. */
export type MakeEnd = (socket: Socket, end: "client" | "server", changed: () => void) => Connection;

export async function transport(spec: Spec, dialect: GrpcDialect | null = null): Promise<MakeEnd> {
  // Loaded only where it is needed: it takes longer to load than everything else.
  if (spec.transport === "grpc") return (await import("./grpc/ends.ts")).ends(spec, dialect);
  const { client, server } = spec.framing;
  const asClient = { incoming: server, outgoing: client };
  const asServer = { incoming: client, outgoing: server };
  return (socket, end, changed) => new Stream(socket, end === "client" ? asClient : asServer, changed);
}

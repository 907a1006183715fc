/** Our ends of gRPC connections. Only this folder knows of gRPC, and only a handout that asks for it has it loaded. */
import type { Spec } from "../../language/spec.ts";
import type { MakeEnd } from "../transport.ts";
import { ClientEnd } from "./client-end.ts";
import type { GrpcDialect } from "./dialect.ts";
import { ServerEnd } from "./server-end.ts";
import { wireOf } from "./wire.ts";

export async function ends(spec: Spec, dialect: GrpcDialect | null): Promise<MakeEnd> {
  const { wire } = await wireOf(spec, dialect);
  return (socket, end, changed) =>
    end === "client" ? new ClientEnd(socket, wire, changed) : new ServerEnd(socket, wire, changed);
}

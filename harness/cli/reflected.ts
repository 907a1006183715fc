/** A server's own service, as the server itself tells it: it is started once, asked, and ended. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../execution/ports.ts";
import { ready } from "../execution/ready.ts";
import { Stage, type Target } from "../execution/stage.ts";
import { transport } from "../execution/transport.ts";
import type { Spec } from "../language/spec.ts";
import { Misuse } from "./misuse.ts";

/**
 * @returns the path of a descriptor set, which is deleted when this process ends
 * @throws Misuse when the server does not start, or does not say
 */
export async function reflected(spec: Spec, target: Target): Promise<string> {
  // gRPC is loaded where it is needed only.
  const { reflect } = await import("../execution/grpc/reflection.ts");
  const { DESCRIPTORS } = await import("../execution/grpc/proto.ts");
  await using stage = new Stage(spec, target, await transport(spec), () => null);
  let address = target.connect;
  if (address === null) {
    if (target.server === null) throw new Misuse("wirecheck: reflection asks a server: give one with --server");
    const wanted = { host: "127.0.0.1", port: await freePort() };
    const found = await ready(stage.start("server", {}, wanted, spec.params), wanted);
    if (typeof found === "string") throw new Misuse(`wirecheck: --server '${target.server}': ${found}`);
    address = found;
  }
  try {
    const set = await reflect(`${address.host}:${address.port}`);
    const folder = mkdtempSync(join(tmpdir(), "wirecheck-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, `reflected${DESCRIPTORS}`);
    writeFileSync(file, set);
    return file;
  } catch (failure) {
    throw new Misuse(
      `wirecheck: the server does not say which services it has: ${(failure as Error).message}; give its .proto with --proto FILE`,
    );
  }
}

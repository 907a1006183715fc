/** Does anybody listen where `--connect` says? */
import { connect } from "node:net";
import { Misuse } from "./misuse.ts";

/** How long (ms) a connection may take. */
const LONGEST = 5000;

/** @throws Misuse when nobody does */
export async function checkReachable(address: { readonly host: string; readonly port: number } | null): Promise<void> {
  if (address === null) return;
  const why = await new Promise<string | null>((resolve) => {
    const socket = connect({ ...address, timeout: LONGEST }, () => socket.end(() => resolve(null)));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on("timeout", () => socket.destroy(new Error("no answer")));
    socket.resume();
  });
  if (why === null) return;
  throw new Misuse(`wirecheck: nobody listens at ${address.host}:${address.port} (${why}): start the server first`);
}

/** Free ports below the range that the system gives to outgoing connections, so that none of those can take one. */
import getPort from "get-port";

const FIRST = 20_000;
const LAST = 32_000;

export async function freePort(): Promise<number> {
  const tries = Array.from({ length: 8 }, () => FIRST + Math.floor(Math.random() * (LAST - FIRST)));
  return await getPort({ host: "127.0.0.1", port: tries });
}

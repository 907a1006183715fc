/** `client HOST:PORT NAME`: starts the peers client; Ctrl+C ends it. */
import { PeersClient } from "./peers-client.ts";
import { startClient } from "./start.ts";

startClient(PeersClient);

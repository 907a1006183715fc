/** `server PORT`: starts the peers server; Ctrl+C ends it and all connections. */
import { PeersServer } from "./peers-server.ts";
import { startServer } from "./start.ts";

startServer(PeersServer);

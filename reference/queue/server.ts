/** `server PORT SIZE`: starts the queue server; Ctrl+C ends it. */
import { QueueServer } from "./queue-server.ts";
import { startServer } from "./start.ts";

startServer(QueueServer);

/** `client HOST:PORT`: starts the queue client; Ctrl+C ends it. */
import { QueueClient } from "./queue-client.ts";
import { startClient } from "./start.ts";

startClient(QueueClient);

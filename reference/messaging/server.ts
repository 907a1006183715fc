/** `server HOST PORT`: starts the messaging server; Ctrl+C ends it and all connections. */
import { MessagingServer } from "./messaging-server.ts";
import { startServer } from "./start.ts";

startServer(() => new MessagingServer());

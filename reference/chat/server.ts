/** `server -p PORT -a ADDRESS -m MAX`: starts the chat server; Ctrl+C ends it and all connections. */

import { ChatServer } from "./chat-server.ts";
import { startServer } from "./start.ts";

startServer(ChatServer);

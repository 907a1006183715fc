/** `client -u NAME -p PORT -a ADDRESS`: starts the chat client. */

import { ChatClient } from "./chat-client.ts";
import { startClient } from "./start.ts";

startClient(ChatClient);

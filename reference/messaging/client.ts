/** `client HOST PORT`: starts the messaging client. */
import { MessagingClient } from "./messaging-client.ts";
import { startClient } from "./start.ts";

startClient((host, port) => new MessagingClient(host, port));

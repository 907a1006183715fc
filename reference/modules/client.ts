/** `client HOST PORT`: starts the modules client; X, Ctrl+D or Ctrl+C ends it. */
import { ModulesClient } from "./modules-client.ts";
import { startClient } from "./start.ts";

startClient(ModulesClient);

/** `server HOST PORT [FILE]`: starts the modules server; Ctrl+C ends it. */
import { ModulesServer } from "./modules-server.ts";
import { startServer } from "./start.ts";

await startServer(ModulesServer);

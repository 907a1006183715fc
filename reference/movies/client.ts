/** `client HOST:PORT,HOST:PORT,...`: starts the movies client; Ctrl+D or Ctrl+C ends it. */
import { MoviesClient } from "./movies-client.ts";
import { startClient } from "./start.ts";

startClient(MoviesClient);

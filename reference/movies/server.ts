/** `server PORT,PORT,...`: starts the movies server on the first free port; Ctrl+C ends it. */
import { MoviesServer } from "./movies-server.ts";
import { startServer } from "./start.ts";

startServer(MoviesServer);

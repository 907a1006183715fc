/**
 * The movies server: one request a connection, answered from its own database. One method a decision.
 * Everything happens in one thread, so looking and changing are one step.
 */
import { createServer, type Server, type Socket } from "node:net";
import { Database } from "./database.ts";
import { LineReader } from "./line-reader.ts";

export class MoviesServer {
  readonly server: Server = createServer((socket) => this.onConnect(socket));
  readonly connections: Set<Socket> = new Set();
  readonly database: Database = this.open();

  open(): Database {
    return new Database("movies.json");
  }

  /** Listens on the first port that is free. */
  listen(ports: readonly number[]): void {
    const [port, ...others] = ports;
    if (port === undefined) {
      this.onNoPort();
      return;
    }
    this.server.once("error", () => {
      this.server.removeAllListeners("listening");
      this.listen(others);
    });
    this.server.listen(port, () => this.onListening(port));
  }

  onListening(port: number): void {
    this.report(`listening on port ${port}`);
  }

  onNoPort(): void {
    this.report("all ports are taken");
    this.exit(1);
  }

  onConnect(socket: Socket): void {
    this.connections.add(socket);
    socket.on("close", () => this.connections.delete(socket));
    socket.on("error", () => this.onError(socket));
    const reader = new LineReader((line) => this.onLine(socket, line));
    socket.on("data", (bytes) => reader.push(bytes));
  }

  onError(socket: Socket): void {
    socket.destroy();
  }

  /** What comes after the request has no meaning. */
  onLine(socket: Socket, bytes: Buffer): void {
    if (socket.writable) this.send(socket, this.reply(this.decode(bytes)));
  }

  /** Without the carriage return that telnet sends. */
  decode(bytes: Buffer): string {
    return bytes.toString("utf8").replace(/\r$/, "");
  }

  send(socket: Socket, reply: string): void {
    socket.end(`${reply}\n`);
  }

  reply(request: string): string {
    const [, command = "", rest = ""] = /^(\S*) ?(.*)$/s.exec(request) ?? [];
    switch (command) {
      case "GET":
        return this.onGet(this.form(rest));
      case "EDIT":
        return this.withMovie(rest, (name, info) => this.onEdit(name, info));
      case "ADD":
        return this.withMovie(rest, (name, info) => this.onAdd(name, info));
      case "ALL":
        return this.onAll();
      default:
        return this.onUnknown();
    }
  }

  withMovie(text: string, then: (name: string, info: string) => string): string {
    const [, name = "", info = ""] = /^([^|]*)\|?(.*)$/s.exec(text) ?? [];
    if (this.form(name) === "" || info.trim() === "") return this.onMissing(this.form(name));
    return then(this.form(name), info.trim());
  }

  /** The one form in which names are kept and compared. */
  form(name: string): string {
    const trimmed = name.trim();
    return trimmed.slice(0, 1).toUpperCase() + trimmed.slice(1).toLowerCase();
  }

  onGet(name: string): string {
    if (name === "") return this.onMissing(name);
    const info = this.database.get(name);
    return info === undefined ? this.noMovie() : this.movie(name, info);
  }

  onEdit(name: string, info: string): string {
    if (this.database.get(name) === undefined) return this.noMovie();
    this.database.set(name, info);
    return this.movie(name, info);
  }

  onAdd(name: string, info: string): string {
    if (this.database.get(name) !== undefined) return "ERROR this movie is there already";
    this.database.set(name, info);
    return this.movie(name, info);
  }

  onAll(): string {
    const names = this.database.names();
    return names.length === 0 ? "OK" : `OK ${names.join(" | ")}`;
  }

  onUnknown(): string {
    return "ERROR the commands are GET, EDIT, ADD and ALL";
  }

  onMissing(_name: string): string {
    return "ERROR expected NAME, or NAME | INFORMATION";
  }

  noMovie(): string {
    return "ERROR there is no such movie";
  }

  movie(name: string, info: string): string {
    return `OK ${name} | ${info}`;
  }

  /** When nothing is open any more, the process ends by itself. */
  stop(): void {
    this.server.close();
    for (const socket of this.connections) socket.destroy();
  }

  exit(status: number): void {
    process.exit(status);
  }

  report(line: string): void {
    console.log(line);
  }
}

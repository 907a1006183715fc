/**
 * The movies client: asks all servers of its list at the same time, and prints what each of them says.
 * One method a decision.
 */
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { LineReader } from "./line-reader.ts";

/** How long a server may take, in ms. */
const PATIENCE = 1500;

export class MoviesClient {
  readonly servers: string[];

  constructor(servers: readonly string[]) {
    this.servers = [...servers];
  }

  start(): void {
    this.explain();
    createInterface({ input: process.stdin })
      .on("line", (line) => this.onTyped(line))
      .on("close", () => this.onEnd());
  }

  explain(): void {
    this.report("get NAME: what the servers know about a movie");
    this.report("edit NAME | INFORMATION: replaces it, where they have the movie");
    this.report("add NAME | INFORMATION: adds a movie, where they do not have it");
    this.report("all: the names of their movies");
    this.report("addserver HOST:PORT: asks this server too, from now on");
    this.report("deleteserver HOST:PORT: does not ask it any more");
    this.report("serverlist: the servers that are asked");
  }

  onTyped(line: string): void {
    const [, command = "", rest = ""] = /^\s*(\S*)\s?(.*)$/.exec(line) ?? [];
    switch (command) {
      case "get":
        this.onRequest(`GET ${rest}`, this.isName(rest), "get NAME");
        break;
      case "edit":
        this.onRequest(`EDIT ${rest}`, this.isMovie(rest), "edit NAME | INFORMATION");
        break;
      case "add":
        this.onRequest(`ADD ${rest}`, this.isMovie(rest), "add NAME | INFORMATION");
        break;
      case "all":
        this.ask("ALL");
        break;
      default:
        this.onListCommand(command, rest);
    }
  }

  onListCommand(command: string, server: string): void {
    if (command === "addserver") this.onAddServer(server);
    else if (command === "deleteserver") this.onDeleteServer(server);
    else if (command === "serverlist") this.onServerList();
    else this.onUnknown(command);
  }

  onRequest(request: string, complete: boolean, usage: string): void {
    if (complete) this.ask(request);
    else this.report(`please type ${usage}`);
  }

  isName(text: string): boolean {
    return text.trim() !== "";
  }

  isMovie(text: string): boolean {
    return /^[^|]*[^|\s][^|]*\|.*\S/.test(text);
  }

  isAddress(text: string): boolean {
    return /^[^\s:]+:\d{1,5}$/.test(text);
  }

  onUnknown(command: string): void {
    this.report(`there is no command ${command}`);
  }

  /** All at once, so that none waits for another. */
  ask(request: string): void {
    for (const server of this.servers) this.query(server, request);
  }

  query(server: string, request: string): void {
    const socket = this.connect(server);
    let answered = false;
    const answer = (text: string): void => {
      if (!answered) this.onAnswer(server, text);
      answered = true;
      socket.destroy();
    };
    const reader = new LineReader((line) => answer(this.textOf(line.toString("utf8"))));
    socket.on("data", (bytes) => reader.push(bytes));
    socket.on("end", () => this.onNoReply(answer));
    socket.on("error", (error) => this.onDown(server, error, answer));
    const timer = setTimeout(() => answer("has not replied in time"), this.patience());
    socket.on("close", () => clearTimeout(timer));
    socket.write(`${request}\n`);
  }

  connect(server: string): Socket {
    const [, host = "", port = ""] = /^(.+):(\d+)$/.exec(server) ?? [];
    return connect(Number(port), host);
  }

  patience(): number {
    return PATIENCE;
  }

  /** What came after OK or ERROR. */
  textOf(reply: string): string {
    return reply.replace(/^(?:OK|ERROR) ?/, "");
  }

  onNoReply(answer: (text: string) => void): void {
    answer("has closed the connection without a reply");
  }

  onDown(_server: string, error: Error, answer: (text: string) => void): void {
    answer(`cannot be reached, ${error.message}`);
  }

  onAnswer(server: string, text: string): void {
    this.report(`${server}: ${text}`);
  }

  onAddServer(server: string): void {
    if (!this.isAddress(server)) this.report("please type addserver HOST:PORT");
    else if (!this.isListed(server)) this.servers.push(server);
  }

  isListed(server: string): boolean {
    return this.servers.includes(server);
  }

  onDeleteServer(server: string): void {
    const at = this.servers.indexOf(server);
    if (at < 0) this.report("this server is not in the list");
    else this.servers.splice(at, 1);
  }

  onServerList(): void {
    for (const server of this.servers) this.report(server);
  }

  /** The process ends when the answers that are on their way have come. */
  onEnd(): void {}

  stop(): void {
    process.exit(0);
  }

  report(line: string): void {
    console.log(line);
  }
}

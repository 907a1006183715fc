/**
 * The chat client: turns what its user types into messages, and messages into lines and files.
 * One method a decision; what is typed in a wrong format is refused here and never sent.
 */
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { Connection, type Wire } from "./connection.ts";
import { lastPart, readFile } from "./files.ts";
import { cut, type ErrorKind, type Message, parse, parseCounted, print } from "./wire.ts";

export interface ClientOptions {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Files are read and saved here. */
  readonly folder: string;
}

const endings: Readonly<Record<ErrorKind, string>> = {
  err_server_full: "disconnected: server full",
  err_username_unavailable: "disconnected: username not available",
  err_unknown_message: "disconnected: server received an unknown command",
};

const isError = (kind: Message["kind"]): kind is ErrorKind => Object.hasOwn(endings, kind);

const helpText = `msg N NAME1 ... NAMEN TEXT       sends TEXT to N users
file N NAME1 ... NAMEN FILENAME  sends a file to N users
list                             shows who is here
help                             shows this
quit                             leaves`;

export class ChatClient {
  readonly name: string;
  readonly folder: string;
  readonly connection: Connection;
  quitting = false;

  constructor({ name, address, port, folder }: ClientOptions) {
    this.name = name;
    this.folder = folder;
    this.connection = new Connection(connect(port, address), {
      onMessage: (bytes) => this.onBytes(bytes),
      onEnd: () => {},
      onReset: () => {}, // a close follows
      onClose: () => this.onServerGone(),
    });
  }

  /** What `-h` prints, and the exit status. */
  static explain(usage: string): [string, number] {
    return [usage, 0];
  }

  /** What is printed when there is no name, and the exit status. */
  static refuse(usage: string): [string, number] {
    return [`Missing Username.\n${usage}`, 1];
  }

  start(): void {
    this.send(this.formatJoin());
    let rest = "";
    process.stdin.setEncoding("utf8");
    process.stdin.on("data", (typed: string) => {
      const lines = (rest + typed).split("\n"); // readline would take a lone \r for an end too
      rest = lines.pop() ?? "";
      for (const line of lines) this.command(line.replace(/\r$/, ""));
    });
    process.stdin.on("end", () => this.onQuit());
  }

  command(line: string): void {
    const [word, rest] = cut(line);
    if (word === "msg" && rest !== undefined) this.onTypedText(rest);
    else if (word === "file" && rest !== undefined) this.onTypedFile(rest);
    else if (line === "list") this.send(this.formatList());
    else if (line === "help") this.help();
    else if (line === "quit") this.onQuit();
    else this.onWrongInput();
  }

  /** `N NAME… TEXT`: all that stands behind the last name's space is the text. */
  onTypedText(rest: string): void {
    const list = parseCounted(rest);
    if (list?.rest) this.send(this.formatText(list.names, list.rest));
    else this.onWrongInput();
  }

  /** `N NAME… FILENAME`: no words may follow. */
  onTypedFile(rest: string): void {
    const { names, rest: file } = parseCounted(rest) ?? {};
    const content = file && /^\S+$/.test(file) ? this.load(file) : undefined;
    if (!names || !file || content === undefined) this.onWrongInput();
    else this.send(this.formatFile(names, lastPart(file), content));
  }

  onWrongInput(): void {
    this.report("incorrect user input format");
  }

  onQuit(): void {
    if (this.quitting) return;
    this.quitting = true;
    this.send(this.formatDisconnect());
    this.report("quitting");
    this.connection.end();
  }

  onBytes(bytes: Uint8Array): void {
    const message = this.read(bytes);
    if (message === undefined) this.onUnknown();
    else if (!this.quitting) this.onMessage(message);
  }

  read(bytes: Uint8Array): Message | undefined {
    return parse(bytes);
  }

  onMessage(message: Message): void {
    const { kind } = message;
    if (kind === "response_users_list") this.onList(message.names);
    else if (kind === "forward_message") this.onText(message.names[0]!, message.text);
    else if (kind === "forward_file") this.onFile(message.names[0]!, message.file, message.content);
    else if (isError(kind)) this.onError(kind);
    else this.onUnknown();
  }

  onList(names: readonly string[]): void {
    this.report(`list: ${names.join(" ")}`);
  }

  onText(sender: string, text: string): void {
    this.report(`msg: ${sender}: ${text}`);
  }

  onFile(sender: string, file: string, content: Uint8Array): void {
    try {
      writeFileSync(this.savePath(file), content);
      this.report(`file: ${sender}: ${lastPart(file)}`);
    } catch (error) {
      this.report(`cannot save a file from ${sender}: ${(error as Error).message}`);
    }
  }

  /** What comes from the network names a file in this folder, whatever it says. */
  savePath(file: string): string {
    return join(this.folder, `${lastPart(this.name)}_${lastPart(file)}`);
  }

  onError(kind: ErrorKind): void {
    this.report(endings[kind]);
    this.exit(1);
  }

  onUnknown(): void {
    console.error("a message that is none was passed over");
  }

  onServerGone(): void {
    if (!this.quitting) this.report("disconnected: server is gone");
    this.exit(this.quitting ? 0 : 1);
  }

  help(): void {
    this.report(helpText);
  }

  load(file: string): Uint8Array | undefined {
    return readFile(resolve(this.folder, file));
  }

  formatJoin(): Wire {
    return print({ kind: "join", name: this.name });
  }

  formatDisconnect(): Wire {
    return print({ kind: "disconnect", name: this.name });
  }

  formatList(): Wire {
    return print({ kind: "request_users_list" });
  }

  formatText(names: readonly string[], text: string): Wire {
    return print({ kind: "send_message", names, text });
  }

  formatFile(names: readonly string[], file: string, content: Uint8Array): Wire {
    return print({ kind: "send_file", names, file, content });
  }

  send(message: Wire): void {
    this.connection.send(message);
  }

  exit(status: number): void {
    process.exit(status);
  }

  report(line: string): void {
    console.log(line);
  }
}

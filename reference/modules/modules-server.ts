/**
 * The modules server: answers line by line what clients ask about modules, and changes their learning outcomes.
 * One method a decision. Everything happens in one thread, so looking and changing are one step.
 */
import { createServer, type Server, type Socket } from "node:net";
import type { Activity } from "./activity.ts";
import { onLines } from "./lines.ts";
import { type Module, Modules } from "./modules.ts";

const NOT_RECOGNISED = "NOT RECOGNISED";

export class ModulesServer {
  readonly server: Server = createServer((socket) => this.onConnect(socket));
  readonly modules: Modules;
  readonly activity: Activity;

  constructor(file: string | undefined, activity: Activity) {
    this.modules = this.open(file);
    this.activity = activity;
  }

  open(file: string | undefined): Modules {
    return new Modules(file);
  }

  listen(host: string, port: number): void {
    this.server.listen(port, host, () => this.report(`listening on port ${port}`));
  }

  onConnect(socket: Socket): void {
    socket.on("error", () => this.onError(socket));
    onLines(socket, (line) => this.onLine(socket, line));
  }

  onError(socket: Socket): void {
    socket.destroy();
  }

  onLine(socket: Socket, line: string): void {
    const [, command = "", id = "", options = ""] = /^(\S*) ?(\S*) ?(.*)$/s.exec(this.trimmed(line)) ?? [];
    const module = this.modules.get(id);
    const reply = command === "EXISTS" ? this.onExists(module, options) : this.reply(command, module, options);
    this.send(socket, reply);
    if (module !== undefined && reply !== NOT_RECOGNISED) this.onActivity(socket, id, command, options);
  }

  /** Without the carriage return that telnet sends. */
  trimmed(line: string): string {
    return line.replace(/\r$/, "");
  }

  send(socket: Socket, reply: string): void {
    socket.write(`${reply}\n`);
  }

  onActivity(socket: Socket, module: string, command: string, options: string): void {
    const client = `${socket.remoteAddress}:${socket.remotePort}`;
    this.activity.record({ time: new Date().toISOString(), client, module, command, options });
  }

  reply(command: string, module: Module | undefined, options: string): string {
    if (module === undefined) return this.onUnknownModule();
    switch (command) {
      case "OUTCOMES":
        return this.list(module.outcomes);
      case "COURSES":
        return this.list(module.courses);
      case "ASSESSMENTS":
        return this.list(module.assessments);
      case "ADD":
        return this.onAdd(module, options);
      case "EDIT":
        return this.onEdit(module, options);
      case "DELETE":
        return this.onDelete(module, options);
      default:
        return this.onUnknownCommand();
    }
  }

  onExists(module: Module | undefined, _options: string): string {
    return module === undefined ? "FALSE" : "TRUE";
  }

  onAdd(module: Module, text: string): string {
    if (!this.isText(text)) return NOT_RECOGNISED;
    return this.changed(module, [...module.outcomes, text]);
  }

  onEdit(module: Module, options: string): string {
    const [, number = "", text = ""] = /^(\S*) (.*)$/s.exec(options) ?? [];
    const at = this.place(module, number);
    if (at === null || !this.isText(text)) return NOT_RECOGNISED;
    return this.changed(module, module.outcomes.with(at, text));
  }

  onDelete(module: Module, number: string): string {
    const at = this.place(module, number);
    if (at === null) return NOT_RECOGNISED;
    return this.changed(module, module.outcomes.toSpliced(at, 1));
  }

  /** Where the outcome with this number stands; null when there is none. */
  place(module: Module, number: string): number | null {
    const at = Number(number) - 1;
    return /^\d+$/.test(number) && at in module.outcomes ? at : null;
  }

  /** A bar parts two outcomes on the wire, so none may stand in one. */
  isText(text: string): boolean {
    return text.trim() !== "" && !text.includes("|");
  }

  changed(module: Module, outcomes: string[]): string {
    module.outcomes = outcomes;
    this.modules.save();
    return this.list(outcomes);
  }

  list(items: readonly string[]): string {
    return items.length === 0 ? "OK" : `OK ${items.join(" | ")}`;
  }

  onUnknownCommand(): string {
    return NOT_RECOGNISED;
  }

  onUnknownModule(): string {
    return NOT_RECOGNISED;
  }

  report(line: string): void {
    console.log(line);
  }
}

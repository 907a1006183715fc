/** The modules client: leads its user through the menus, and asks the server. One method a decision. */
import { connect, type Socket } from "node:net";
import { createInterface, type Interface } from "node:readline";
import { onLines } from "./lines.ts";

export class ModulesClient {
  readonly socket: Socket;
  readonly keyboard: Interface = createInterface({ input: process.stdin });
  readonly typed: AsyncIterator<string> = this.keyboard[Symbol.asyncIterator]();
  onReply: (reply: string) => void = () => {};
  leaving = false;

  constructor(host: string, port: number) {
    this.socket = connect(port, host);
    onLines(this.socket, (line) => this.onReply(line));
    this.socket.on("error", () => {});
    this.socket.on("close", () => this.onClosed());
  }

  async start(): Promise<void> {
    this.say("Module System 1.0");
    for (;;) await this.onId(await this.ask("What is the module id? "));
  }

  async onId(id: string): Promise<void> {
    if (/^\S+$/.test(id) && (await this.request(`EXISTS ${id}`)) === "TRUE") await this.onModule(id);
    else this.onUnknownModule();
  }

  async onModule(id: string): Promise<void> {
    switch (await this.ask("(L)earning Outcomes, (C)ourses, (A)ssessments or e(X)it? ")) {
      case "L":
        return await this.onOutcomes(id);
      case "C":
        return this.show(await this.request(`COURSES ${id}`));
      case "A":
        return this.show(await this.request(`ASSESSMENTS ${id}`));
      case "X":
        return await this.onExit();
      default:
        this.onUnknownOption();
        return await this.onModule(id);
    }
  }

  async onOutcomes(id: string): Promise<void> {
    this.showNumbered(await this.request(`OUTCOMES ${id}`));
    while (await this.onChange(id));
  }

  /** False when the user wants to return. */
  async onChange(id: string): Promise<boolean> {
    switch (await this.ask("(A)dd, (E)dit, (D)elete or (R)eturn? ")) {
      case "A":
        this.onUpdated(await this.request(`ADD ${id} ${await this.ask("Enter new LO description: ")}`));
        return true;
      case "E": {
        const number = await this.ask("Enter LO #: ");
        this.onUpdated(await this.request(`EDIT ${id} ${number} ${await this.ask("Enter new text: ")}`));
        return true;
      }
      case "D":
        this.onUpdated(await this.request(`DELETE ${id} ${await this.ask("Enter LO #: ")}`));
        return true;
      case "R":
        return false;
      default:
        this.onUnknownOption();
        return true;
    }
  }

  onUpdated(reply: string): void {
    if (this.isList(reply)) this.say("Updated LO List:");
    this.showNumbered(reply);
  }

  showNumbered(reply: string): void {
    if (!this.isList(reply)) this.onNotRecognised(reply);
    for (const [i, item] of this.items(reply).entries()) this.say(`${i + 1}.\t${item}`);
  }

  show(reply: string): void {
    if (!this.isList(reply)) this.onNotRecognised(reply);
    for (const item of this.items(reply)) this.say(item);
  }

  isList(reply: string): boolean {
    return /^OK( |$)/.test(reply);
  }

  items(reply: string): string[] {
    return reply.startsWith("OK ") ? reply.slice("OK ".length).split(" | ") : [];
  }

  onUnknownModule(): void {
    this.say("There is no such module.");
  }

  onUnknownOption(): void {
    this.say("Not recognised: please type one of the letters in brackets.");
  }

  onNotRecognised(_reply: string): void {
    this.say("The server has not recognised this.");
  }

  /** A prompt, and what the user types behind it. At the end of the input the program ends. */
  async ask(prompt: string): Promise<string> {
    this.prompt(prompt);
    const { value, done } = await this.typed.next();
    return done ? await this.onEnd() : value;
  }

  prompt(text: string): void {
    process.stdout.write(text);
  }

  async request(line: string): Promise<string> {
    const reply = new Promise<string>((resolve) => {
      this.onReply = resolve;
    });
    this.socket.write(`${line}\n`);
    return await reply;
  }

  async onExit(): Promise<void> {
    this.say("Goodbye");
    await this.leave(0);
  }

  async onEnd(): Promise<never> {
    return await this.leave(0);
  }

  async leave(status: number): Promise<never> {
    this.leaving = true;
    this.socket.destroySoon();
    this.exit(status);
    return await new Promise(() => {});
  }

  onClosed(): void {
    if (this.leaving) return;
    this.say("\nThe server has gone.");
    this.exit(1);
  }

  exit(status: number): void {
    process.exit(status);
  }

  say(line: string): void {
    console.log(line);
  }
}

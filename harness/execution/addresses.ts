/** Where the servers of a scenario are found, as commands and texts name it: `{server2}`, `{port2}`, `{servers}`. */
import type { Who } from "../language/spec.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

export class Addresses {
  readonly #all = new Map<Who, Address>();

  get(server: Who): Address | undefined {
    return this.#all.get(server);
  }

  set(server: Who, address: Address): void {
    this.#all.set(server, address);
  }

  /** `{server2}` and `{port2}` of the participant `server2`, and so on. */
  get each(): Readonly<Record<string, string>> {
    const values = [...this.#all].flatMap(([server, address]) => [
      [server, `${address.host}:${address.port}`],
      [server.replace("server", "port"), String(address.port)],
    ]);
    return Object.fromEntries(values);
  }

  /** `{servers}`: the addresses of all, in the order of their numbers. */
  get servers(): string {
    const { each } = this;
    return inOrder([...this.#all.keys()])
      .map((server) => each[server])
      .join(",");
  }
}

/** `{ports}`: the list of which a server takes the first that is free. */
export function portsFrom(port: number): string {
  return [port, port + 1, port + 2].join(",");
}

/** `server`, `server1`, `server2`, … `server10`. */
export function inOrder(servers: readonly Who[]): Who[] {
  return [...servers].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

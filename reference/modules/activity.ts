/** What happens to the modules, as events: kept one by one in a file, a line of JSON each (JSON Lines). */
import { appendFileSync } from "node:fs";

/** A request about a module. */
export interface Event {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Where the client is, `host:port`. */
  readonly client: string;
  readonly module: string;
  readonly command: string;
  /** What stood behind the module in the request. */
  readonly options: string;
}

export interface Activity {
  record(event: Event): void;
}

export class ActivityFile implements Activity {
  record(event: Event): void {
    appendFileSync("activity.jsonl", `${JSON.stringify(event)}\n`);
  }
}

/** What went over the wire between a pair, and what the handout would have said. Values only. */
import type { Framing, Text } from "../language/spec.ts";

/** Bytes as they came in one piece. */
export interface Chunk {
  readonly client: string;
  /** The number of the connection, over all clients. */
  readonly connection: number;
  readonly sender: "client" | "server";
  readonly bytes: Buffer;
}

/** A message of the scenario. */
export interface Spoken {
  readonly client: string;
  readonly sender: "client" | "server";
  readonly text: Text;
}

export interface Recording {
  readonly spoken: readonly Spoken[];
  /** In the order in which they came. */
  readonly chunks: readonly Chunk[];
  /** The names that the clients say they have. */
  readonly names: ReadonlyMap<string, string>;
}

/** A message as it went over the wire. */
export interface Unit {
  readonly client: string;
  readonly sender: "client" | "server";
  readonly text: string;
  /** Units that came in one piece have the same number. */
  readonly piece: number;
  /** On an unframed wire: it came right behind another one of the same sender, and may be the rest of it. */
  readonly follows: boolean;
  /** The client had said nothing yet. */
  readonly unasked: boolean;
}

export type Framings = Readonly<Record<"client" | "server", Framing>>;

/** How a wire tells its messages apart, guessed from all that went over it; and the messages that it then had. */
import { Unframer } from "../execution/framing.ts";
import { fromBytes } from "../language/bytes.ts";
import type { Framing } from "../language/spec.ts";
import type { Chunk, Framings, Recording, Unit } from "./recording.ts";

/** The sizes of headers that are tried. */
const HEADERS = [64, 32, 16, 128, 10, 8, 6, 5, 4] as const;

export function guessFraming(recordings: readonly Recording[]): Framings {
  const of = (sender: Chunk["sender"]): Framing => {
    const streams = recordings.flatMap(({ chunks }) => streamsOf(chunks.filter((chunk) => chunk.sender === sender)));
    const candidates: Framing[] = ["length", ...HEADERS.map((bytes): Framing => `header-${bytes}`), "line"];
    return (
      candidates.find((framing) => streams.length > 0 && streams.every((stream) => isWhole(stream, framing))) ?? "none"
    );
  };
  return { client: of("client"), server: of("server") };
}

function streamsOf(chunks: readonly Chunk[]): Buffer[] {
  const streams = new Map<number, Buffer[]>();
  for (const { connection, bytes } of chunks) streams.set(connection, [...(streams.get(connection) ?? []), bytes]);
  return [...streams.values()].map((parts) => Buffer.concat(parts));
}

/** Whether the stream is nothing but whole messages. */
function isWhole(stream: Buffer, framing: Framing): boolean {
  const unframer = new Unframer(framing);
  return unframer.push(stream).length > 0 && unframer.rest.length === 0;
}

/** The messages of a recording, in the order in which they were whole. */
export function unitsOf({ chunks }: Recording, framings: Framings): Unit[] {
  const unframers = new Map<string, Unframer>();
  const spoke = new Set<number>();
  return chunks.flatMap(({ client, connection, sender, bytes }, piece) => {
    const before = chunks[piece - 1];
    const follows = framings[sender] === "none" && before?.connection === connection && before.sender === sender;
    const unit = (message: Buffer): Unit => {
      return {
        client,
        sender,
        text: fromBytes(message),
        piece,
        follows,
        unasked: sender === "server" && !spoke.has(connection),
      };
    };
    if (sender === "client") spoke.add(connection);
    if (framings[sender] === "none") return [unit(bytes)];
    const key = `${connection} ${sender}`;
    const unframer = unframers.get(key) ?? new Unframer(framings[sender]);
    unframers.set(key, unframer);
    return unframer.push(bytes).map(unit);
  });
}

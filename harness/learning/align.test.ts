/** Which message went over the wire as which. */
import { expect, test } from "vitest";
import { handoutOf } from "../execution/small.test.support.ts";
import type { Text } from "../language/spec.ts";
import { align } from "./align.ts";
import type { Spoken, Unit } from "./recording.ts";

const spec = handoutOf("alice->>server: say hello\nserver->>alice: said hello", "framing: none");

const text = (words: string): Text => [{ kind: "literal", text: words }];
const spoken = (sender: Spoken["sender"], words: string): Spoken => ({ client: "alice", sender, text: text(words) });

function seen(said: readonly Spoken[], pieces: readonly (readonly [Unit["sender"], string])[]): string[] {
  const units = pieces.map(([sender, words], piece): Unit => {
    const follows = pieces[piece - 1]?.[0] === sender;
    return { client: "alice", sender, text: words, piece, follows, unasked: false };
  });
  const recording = { spoken: said, chunks: [], names: new Map([["alice", "alice"]]) };
  return align(recording, units, spec).map((sample) => `${sample.row.name}: ${sample.text}`);
}

test("a message that came in two pieces is one", () => {
  const said = [spoken("client", "say hello"), spoken("server", "said hello")];
  const pieces = [
    ["client", "talk hello"],
    ["server", "hea"],
    ["server", "rd hello"],
  ] as const;
  expect(seen(said, pieces)).toEqual(["say: talk hello", "said: heard hello"]);
});

test("one without words of its own is no part of another", () => {
  const said = [spoken("client", "say hello"), spoken("server", "sorry")];
  const pieces = [
    ["client", "talk hello"],
    ["server", "no"],
    ["server", "pe"],
  ] as const;
  expect(seen(said, pieces)).toEqual(["say: talk hello", "sorry: nope"]);
});

test("two that come one right behind the other are two", () => {
  const said = [spoken("client", "say hello"), spoken("server", "said hello"), spoken("server", "said world")];
  const pieces = [
    ["client", "talk hello"],
    ["server", "heard hello"],
    ["server", "heard world"],
  ] as const;
  expect(seen(said, pieces)).toEqual(["say: talk hello", "said: heard hello", "said: heard world"]);
});

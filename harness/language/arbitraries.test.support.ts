/** Arbitrary texts and scenarios, weird ones too, for the law tests of several folders. */

import fc from "fast-check";
import { fromBytes } from "./bytes.ts";
import { isFragmentName } from "./note.ts";
import type { Over, Piece, Place, Scenario, Step, Text } from "./spec.ts";
import { join, takesOf } from "./text.ts";

const place: Place = { file: "", line: 0, column: 0 };

const awkward = fc.constantFrom(
  ..."; # : \" \\ { } {x} {text of %% %%{ %%{init: {}}%% #59; #35; &amp; wrap: nowrap: end something anything \\xff <br/> 2 0 ' ` \t \n \r\n".split(
    " ",
  ),
  ..." |  |style x:a#b;|something with x|--|->>|ﬂ°°59¶ß|\u00a0|\u2028|\ufeff|classDef|{a|#x41;".split("|"),
);

/** Strings as texts hold them: any bytes. */
export const words: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => fromBytes(Buffer.from(text))),
  fc.array(fc.oneof(awkward, fc.string({ maxLength: 3 })), { maxLength: 5 }).map((parts) => parts.join("")),
  fc.uint8Array({ maxLength: 6 }).map(fromBytes),
);

const name = fc.constantFrom(
  "alice",
  "bob",
  "x",
  "max",
  "user1",
  "username",
  "text",
  "filetext",
  "names",
  "time{i}",
  "listtext{i}",
);

/** Any piece that can be written. */
export const piece: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 3, arbitrary: words.map((text): Piece => ({ kind: "literal", text })) },
  fc
    .tuple(name, fc.constantFrom("", "...", "*"))
    .map(([hole, mark]): Piece => ({ kind: "hole", name: hole, takes: takesOf(hole, mark) })),
  fc.nat(5_000_000).map((bytes): Piece => ({ kind: "filler", bytes })),
  fc.constantFrom(1024, 16384, 1048576).map((bytes): Piece => ({ kind: "filler", bytes })),
);

/** Any text that can be written. */
export const text: fc.Arbitrary<Text> = fc.array(piece, { maxLength: 5 }).map(join);

const participant = fc.constantFrom("alice", "bob", "server", "server2", "max", "xavier", "{loser}", "endo");
const participants = fc.uniqueArray(participant, { minLength: 1, maxLength: 2 });
const end = fc.oneof(
  fc.nat(99).map((number): Text => [{ kind: "literal", text: `user${number}` }]),
  fc.constant<Text>([
    { kind: "literal", text: "user" },
    { kind: "hole", name: "max", takes: "word" },
  ]),
);
const over: fc.Arbitrary<Over> = fc.record({ variable: fc.constantFrom("user", "u2"), first: end, last: end });
const settings = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), words, {
  minKeys: 1,
  maxKeys: 3,
  noNullPrototype: true,
});
const fragmentName = fc
  .oneof(fc.constantFrom("joined", "two clients", "a-b"), fc.stringMatching(/^[a-z ]{1,12}$/))
  .filter(isFragmentName);

const { steps: anySteps } = fc.letrec<{ steps: Step[]; step: Step }>((tie) => ({
  steps: fc.array(tie("step"), { maxLength: 4, depthIdentifier: "step" }),
  step: fc.oneof({ depthIdentifier: "step", maxDepth: 3 }, simple(), block(tie("steps"))),
}));

/** Any steps that can be written. */
export const steps: fc.Arbitrary<Step[]> = anySteps;

/** Any scenario that can be written. */
export const scenario: fc.Arbitrary<Scenario> = fc.record({ name: words, steps, place: fc.constant(place) });

function simple(): fc.Arbitrary<Step> {
  const at = fc.constant(place);
  const is = <K extends string>(kind: K) => fc.constant(kind);
  const ends = { from: participant, to: participant, place: at };
  const one = { who: participant, place: at };
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: is("message"), text, ...ends }) },
    fc.record({ kind: is("connects"), ...ends }),
    fc.record({ kind: is("closes"), how: fc.constantFrom("closes", "resets", "half-closes"), ...ends }),
    { weight: 2, arbitrary: fc.record({ kind: is("types"), text, ...one }) },
    { weight: 2, arbitrary: fc.record({ kind: is("prints"), text, ...one }) },
    fc.record({ kind: is("prompts"), text, ...one }),
    fc.record({ kind: is("prints-something"), with: fc.option(text), ...one }),
    fc.record({
      kind: fc.constantFrom(
        "prints-anything",
        "tells-one-history",
        "stops-reading",
        "reads-on",
        "is-killed",
        "hangs",
        "goes-on",
        "starts-again",
      ),
      ...one,
    }),
    fc.record({ kind: is("presses"), key: fc.constantFrom("Ctrl+C", "Ctrl+D"), ...one }),
    fc.record({ kind: is("exits"), status: fc.option(fc.nat(255)), ...one }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("has-file", "saves-file"), name: text, text, ...one }) },
    fc.record({ kind: fc.constantFrom("hears-nothing", "hears-anything"), who: participants, place: at }),
    fc.record({ kind: is("starts-with"), settings, ...one }),
    fc.record({ kind: is("fragment"), name: fragmentName, who: participants, place: at }),
  );
}

function block(inner: fc.Arbitrary<Step[]>): fc.Arbitrary<Step> {
  const at = fc.constant(place);
  const is = <K extends string>(kind: K) => fc.constant(kind);
  const branches = fc.array(inner, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    fc.record({ kind: is("loop"), over, steps: inner, place: at }),
    fc.record({ kind: is("par"), over: fc.constant(null), branches, place: at }),
    fc.record({ kind: is("par"), over, branches: fc.tuple(inner), place: at }),
    fc.record({ kind: is("alt"), branches, place: at }),
    fc.record({ kind: is("opt"), steps: inner, place: at }),
  );
}

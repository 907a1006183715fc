/** One `Note over …: …` → its steps (one for each participant where each does the same), or what is wrong with it. */

import { nameTrouble } from "./names.ts";
import { error, right } from "./problem.ts";
import { parseSettings } from "./settings.ts";
import type { Place, Problem, Step, Text, Who } from "./spec.ts";
import { isProblem, parseText } from "./text.ts";

/** A step that one participant does, before it is known who. */
type Deed = (who: Who) => Step;

/** The first words of all notes that are not fragments. */
export const noteWords: readonly string[] =
  "types, prints, prompts, presses, exits, has file, saves file, hears, tells one history, stops reading, reads on, starts with, starts again, is killed, hangs, goes on".split(
    ", ",
  );

/** Whether a fragment may be called so: words that begin no other kind of note. */
export function isFragmentName(name: string): boolean {
  return (
    /^[A-Za-z]\w*(?:[ -]\w+)*$/.test(name) &&
    !noteWords.includes(name.split(" ")[0]!) &&
    !/^(?:has|saves|tells|stops|reads|starts|is|goes)\b/.test(name)
  );
}

/** Reads a line that begins with `Note`. */
export function parseNote(line: string, place: Place): readonly Step[] | Problem {
  const found = /^(note over\s+)([^:]*)(:?)(\s*)(.*)$/i.exec(line);
  if (!found) return error(place, "expected `Note over NAME: …`");
  const [, over = "", names = "", colon, space = "", words = ""] = found;
  const whos = names.split(",").map((name) => name.trim());
  const namesAt = right(place, over.length);
  if (whos.length > 2) return error(namesAt, "a note stands over one or two participants (Mermaid allows no more)");
  for (const name of whos) {
    const trouble = nameTrouble(name);
    if (trouble) return error(right(namesAt, names.indexOf(name)), trouble);
  }
  const wordsAt = right(namesAt, names.length + 1 + space.length);
  if (colon === "" || words === "")
    return error(right(namesAt, names.trimEnd().length), "expected `:` and what happens");
  const heard = /^hears\b\s*(.*)$/.exec(words);
  if (heard) {
    if (heard[1] === "nothing") return [{ kind: "hears-nothing", who: whos, place }];
    if (heard[1] === "anything") return [{ kind: "hears-anything", who: whos, place }];
    return error(wordsAt, "expected `hears nothing` or `hears anything`");
  }
  const deed = parseDeed(words, wordsAt, place);
  if (deed) return typeof deed === "function" ? whos.map(deed) : deed;
  if (isFragmentName(words)) return [{ kind: "fragment", name: words, who: whos, place }];
  return error(
    wordsAt,
    `unknown note: expected a fragment's name or one of ${noteWords.map((word) => `\`${word}\``).join(", ")}`,
  );
}

function parseDeed(words: string, at: Place, place: Place): Deed | Problem | null {
  const [, verb = "", space = "", rest = ""] = /^(\w+)(\s*)(.*)$/.exec(words) ?? [];
  const restAt = right(at, verb.length + space.length);
  switch (verb) {
    case "types":
      return withText(rest, restAt, (text, who) => ({ kind: "types", who, text, place }));
    case "prints":
      return parsePrints(rest, restAt, place);
    case "prompts":
      return withText(rest, restAt, (text, who) => ({ kind: "prompts", who, text, place }));
    case "presses":
      if (rest !== "Ctrl+C" && rest !== "Ctrl+D") return error(restAt, "expected `presses Ctrl+C` or `presses Ctrl+D`");
      return (who) => ({ kind: "presses", who, key: rest, place });
    case "exits":
      if (!/^(?:\d{1,3})?$/.test(rest)) return error(restAt, "expected `exits`, or `exits 0` with the status");
      return (who) => ({ kind: "exits", who, status: rest === "" ? null : Number(rest), place });
    case "has":
    case "saves":
      return parseFile(verb === "has" ? "has-file" : "saves-file", rest, restAt, place);
    case "tells":
      if (rest !== "one history") return error(at, "expected `tells one history`");
      return (who) => ({ kind: "tells-one-history", who, place });
    case "stops":
      if (rest !== "reading") return error(at, "expected `stops reading`");
      return (who) => ({ kind: "stops-reading", who, place });
    case "reads":
      if (rest !== "on") return error(at, "expected `reads on`");
      return (who) => ({ kind: "reads-on", who, place });
    case "is":
      if (rest !== "killed") return error(at, "expected `is killed`");
      return (who) => ({ kind: "is-killed", who, place });
    case "hangs":
      if (rest !== "") return error(restAt, "expected nothing after `hangs`");
      return (who) => ({ kind: "hangs", who, place });
    case "goes":
      if (rest !== "on") return error(at, "expected `goes on`");
      return (who) => ({ kind: "goes-on", who, place });
    case "starts": {
      if (rest === "again") return (who) => ({ kind: "starts-again", who, place });
      const list = /^with\b\s*/.exec(rest)?.[0];
      if (list === undefined) return error(at, "expected `starts with NAME=VALUE` or `starts again`");
      const read = parseSettings(rest.slice(list.length), right(restAt, list.length));
      return "message" in read ? read : (who) => ({ kind: "starts-with", who, settings: read.settings, place });
    }
    default:
      return null;
  }
}

function withText(source: string, at: Place, step: (text: Text, who: Who) => Step): Deed | Problem {
  if (source === "") return error(at, 'expected a text (`""` for an empty one)');
  const text = parseText(source, at);
  return isProblem(text) ? text : (who) => step(text, who);
}

function parsePrints(rest: string, at: Place, place: Place): Deed | Problem {
  if (rest === "anything") return (who) => ({ kind: "prints-anything", who, place });
  if (rest === "something") return (who) => ({ kind: "prints-something", who, with: null, place });
  const some = /^something with\b\s*/.exec(rest)?.[0];
  if (some === undefined) return withText(rest, at, (text, who) => ({ kind: "prints", who, text, place }));
  return withText(rest.slice(some.length), right(at, some.length), (text, who) => ({
    kind: "prints-something",
    who,
    with: text,
    place,
  }));
}

function parseFile(kind: "has-file" | "saves-file", rest: string, at: Place, place: Place): Deed | Problem {
  const found = /^(file\s+)("(?:[^"\\]|\\.)*"|[^":]+?)(\s*:\s*)(.*)$/.exec(rest);
  if (!found) return error(at, `expected \`${kind === "has-file" ? "has" : "saves"} file NAME: TEXT\``);
  const [, file = "", named = "", colon = "", contents = ""] = found;
  const name = parseText(named, right(at, file.length));
  if (isProblem(name)) return name;
  const textAt = right(at, file.length + named.length + colon.length);
  return withText(contents, textAt, (text, who) => ({ kind, who, name, text, place }));
}

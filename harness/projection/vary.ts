/**
 * Changes names and words of a scenario, the same everywhere and keeping their order, so that a program
 * that prints the handout's lines scores nothing (`alice` becomes `alice7q`).
 */
import { fill, fits } from "../language/match.ts";
import type { Spec, Text, Who } from "../language/spec.ts";
import { isClient, isServer, senderOf } from "../language/spec.ts";
import type { Single, Written } from "./expand.ts";
import { change } from "./expand.ts";
import { escapeRegExp, mapLiterals } from "./texts.ts";
import { flatMap, leaves, type Tree } from "./tree.ts";

/** Goes between a word and the digits at its end; digits sort before letters, so `al` stays before `alice`. */
export function suffix(seed: number): string {
  const letters = "qxzjvkwbcdfghlmnprst";
  return `${2 + (Math.abs(Math.trunc(seed)) % 8)}${letters[Math.abs(Math.trunc(seed / 8)) % letters.length]}`;
}

/** A word in capitals stays one, so that a program may change the case of a whole text. */
export function varied(word: string, seed: number): string {
  const added = /[A-Z]/.test(word) && word === word.toUpperCase() ? suffix(seed).toUpperCase() : suffix(seed);
  return word.replace(/^(.*?)(\d*)$/s, (_, stem: string, digits: string) => `${stem}${added}${digits}`);
}

/** @param params their values are told from outside (`--param`), and stay what they are */
export function vary(
  trees: readonly Tree<Written>[],
  spec: Spec,
  seed: number,
  params: Readonly<Record<string, string>> = spec.params,
): Tree<Written>[] {
  const names = new Set<Who>();
  for (const { step } of leaves(trees)) for (const who of participants(step)) names.add(who);
  for (const name of names) if (!isClient(name) || name in spec.programs || name.startsWith("{")) names.delete(name);
  const reserved = new Set([...reservedWords(spec), ...wordsOf(Object.values(params))]);

  const who = (name: Who): Who => (names.has(name) ? varied(name, seed) : name);
  // Longer names first, so that `bob2` is not taken for `bob`. An underscore parts words: `bob_notes.txt` holds two.
  const known = [...names].sort((a, b) => b.length - a.length).map(escapeRegExp);
  const word = new RegExp(`(?<![A-Za-z0-9.])(?:${[...known, "[A-Za-z]{3,}\\d*"].join("|")})(?![A-Za-z0-9])`, "g");
  const onlyNames = (text: Text): Text => mapLiterals(text, (all) => all.replace(word, who));
  const words = (text: Text): Text =>
    mapLiterals(text, (all) =>
      all.replace(word, (one) => (names.has(one) || !reserved.has(one) ? varied(one, seed) : one)),
    );

  return flatMap(trees, (leaf) => {
    const formats = formatsFor(leaf.step, spec);
    const text = (before: Text): Text => {
      if (formats === "all") return words(before);
      for (const format of formats) {
        const fields = fits(before, format);
        if (fields !== null) return fill(format, new Map([...fields].map(([name, field]) => [name, words(field)])));
      }
      return onlyNames(before);
    };
    return [{ ...leaf, step: change(leaf.step, who, text) }];
  });
}

/** The formats that this step's text may have; "all" when every word of it is content. */
function formatsFor(step: Single, spec: Spec): readonly Text[] | "all" {
  switch (step.kind) {
    case "message": {
      const sender = senderOf(step.from);
      return spec.messages.filter((row) => row.sender === sender).map((row) => row.format);
    }
    case "types":
    case "prints": {
      const kind = isServer(step.who) ? "server" : "client";
      return spec.console.filter((row) => row.who === kind && row.does === step.kind).flatMap((row) => row.formats);
    }
    // A prompt is the handout's own, to the letter.
    case "prompts":
      return [];
    default:
      return "all";
  }
}

function wordsOf(values: readonly string[]): string[] {
  return values.flatMap((value) => value.match(/\w+/g) ?? []);
}

/** The words that the formats themselves consist of. */
function reservedWords(spec: Spec): Set<string> {
  const formats = [...spec.messages.map((row) => row.format), ...spec.console.flatMap((row) => row.formats)];
  const words = formats.flatMap((format) =>
    format.flatMap((piece) => (piece.kind === "literal" ? (piece.text.match(/\w+/g) ?? []) : [])),
  );
  // What gRPC calls a truth value is no word.
  return new Set(spec.transport === "grpc" ? [...words, "true", "false"] : words);
}

/** Who takes part in a step. */
export function participants(step: Single): readonly Who[] {
  if ("who" in step) return typeof step.who === "string" ? [step.who] : step.who;
  return [step.from, step.to];
}

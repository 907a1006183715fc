/** In which known way one text differs from another: one question that leads to the line in the program. */
import { toBytes } from "../language/bytes.ts";

interface Pattern {
  readonly fits: (expected: string, got: string) => boolean;
  readonly says: string;
}

/** The first that fits is said, so the narrow ones come first. */
const patterns: readonly Pattern[] = [
  {
    fits: (expected, got) => /\bb(['"]).*\1/s.test(got) && !/\bb['"]/.test(expected),
    says: "bytes were turned into text as b'…': is decode() called on what was received?",
  },
  {
    fits: (expected, got) => expected !== "" && got.startsWith(expected) && /^\0+$/.test(got.slice(expected.length)),
    says: "zero bytes follow the text: is a whole buffer sent, and not only what is in it?",
  },
  {
    fits: (expected, got) => got === `${expected}\r`,
    says: "a carriage return follows the text: are lines ended with \\r\\n, or is what was read not stripped?",
  },
  {
    fits: (expected, got) => got.startsWith(expected) && /^[\r\n]+$/.test(got.slice(expected.length)),
    says: "a newline too many at the end: is the received text stripped before it is used?",
  },
  {
    fits: (expected, got) => expected !== "" && /^[\r\n\0]+/.test(got) && got.replace(/^[\r\n\0]+/, "") === expected,
    says: "a newline comes first: was it sent after the message before?",
  },
  {
    fits: (expected, got) => expected.toLowerCase() === got.toLowerCase(),
    says: "same letters, but capitals and small letters differ",
  },
  {
    fits: (expected, got) => /\s\s/.test(expected) && !/\s\s/.test(got) && oneSpace(expected) === oneSpace(got),
    says: "runs of spaces were collapsed: is the text split into words and joined again?",
  },
  {
    fits: (expected, got) => oneSpace(expected) === oneSpace(got),
    says: "same words, other white space between, before or after them",
  },
  {
    fits: (expected, got) => !expected.startsWith(got) && withoutOneNumber(expected).includes(oneSpace(got)),
    says: "a number is missing: does the count of the names stand before them?",
  },
  {
    fits: (expected, got) => words(got).length > 1 && sorted(expected) === sorted(got),
    says: "same words, other order: is the list sorted?",
  },
  {
    fits: (expected) => /[\udc80-\udcff]/.test(expected.replace(/[\ud800-\udbff]./gs, "")),
    says: "bytes that are no UTF-8 were changed: is binary content decoded as text?",
  },
  {
    fits: (expected, got) => /[^\x00-\x7f]/.test(expected) && (got === asLatin1(expected) || /\ufffd/.test(got)),
    says: "letters beyond ASCII were garbled: are bytes decoded and encoded as UTF-8, and only when whole?",
  },
];

/** Why `got` is not `expected`, or null if no pattern is known. */
export function wordingCause(expected: string, got: string): string | null {
  if (expected === got) return null;
  return patterns.find(({ fits }) => fits(expected, got))?.says ?? null;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function oneSpace(text: string): string {
  return words(text).join(" ");
}

function sorted(text: string): string {
  return words(text).sort().join(" ");
}

function withoutOneNumber(text: string): string[] {
  const all = words(text);
  return all.flatMap((word, index) =>
    /^\d+$/.test(word) ? [all.filter((_, other) => other !== index).join(" ")] : [],
  );
}

function asLatin1(text: string): string {
  return toBytes(text).toString("latin1");
}

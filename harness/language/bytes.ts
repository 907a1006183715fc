/**
 * Bytes ⇄ text without loss (PEP 383): a byte that is part of no valid UTF-8 stands in a text as U+DC80…U+DCFF.
 * Valid UTF-8, however big, goes through Node's own decoder; only the rest is looked at byte by byte.
 */

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The bytes that a text stands for. A surrogate that stands for no byte becomes U+FFFD, as everywhere in Node. */
export function toBytes(text: string): Buffer {
  if (isWellFormed(text)) return Buffer.from(text, "utf8");
  const parts: Buffer[] = [];
  for (const part of text.split(/([\uDC80-\uDCFF]+)/u)) {
    const escaped = /^[\uDC80-\uDCFF]/u.test(part);
    parts.push(escaped ? Buffer.from(part, "latin1") : Buffer.from(part, "utf8"));
  }
  return Buffer.concat(parts);
}

/** The text that stands for these bytes, whatever they are. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return escapeInvalid(bytes);
  }
}

/** Whether a text stands for characters only, without escaped bytes. */
export function isWellFormed(text: string): boolean {
  // With the `u` flag a surrogate that is half of a pair does not match.
  return !/[\ud800-\udfff]/u.test(text);
}

/** The same text with its bytes read again, so that escaped bytes that form a character become that character. */
export function normalize(text: string): string {
  return isWellFormed(text) ? text : fromBytes(toBytes(text));
}

function escapeInvalid(bytes: Uint8Array): string {
  const parts: string[] = [];
  let start = 0;
  let at = 0;
  while (at < bytes.length) {
    const size = sequenceSize(bytes, at);
    if (size > 0) {
      at += size;
      continue;
    }
    parts.push(strict.decode(bytes.subarray(start, at)), String.fromCharCode(0xdc00 + bytes[at]!));
    at += 1;
    start = at;
  }
  parts.push(strict.decode(bytes.subarray(start)));
  return parts.join("");
}

/** How many bytes the UTF-8 sequence at this offset has; 0 where there is none (the ranges are Unicode's table 3-7). */
function sequenceSize(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  for (let next = 1; next < size; next += 1) {
    const byte = bytes[at + next] ?? 0;
    if (byte < (next === 1 ? lowest : 0x80) || byte > (next === 1 ? highest : 0xbf)) return 0;
  }
  return size;
}

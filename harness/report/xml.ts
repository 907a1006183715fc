/** Any text as XML 1.0: what XML cannot hold is shown as an escape, what has a meaning there becomes an entity. */
import { escaped } from "./visible.ts";

const illegal = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  // As they are, white space other than spaces is changed by every reader.
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

export function legal(text: string): string {
  return text.replace(illegal, escaped);
}

export function xml(text: string): string {
  const safe = legal(text).replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character);
  // GitHub takes what follows this for a command, wherever it stands in a log.
  return safe.replaceAll("##[", "##&#91;");
}

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly content: string | readonly Element[];
}

export function element({ name, attributes, content }: Element, indent = ""): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${xml(String(value))}"`);
  const start = `${indent}<${name}${pairs.join("")}`;
  if (content.length === 0) return `${start}/>\n`;
  if (typeof content === "string") return `${start}>${lines(content)}</${name}>\n`;
  return `${start}>\n${content.map((one) => element(one, `${indent}  `)).join("")}${indent}</${name}>\n`;
}

/** Line ends are kept by readers of content, and people read it too. */
function lines(content: string): string {
  return content.split("\n").map(xml).join("\n");
}

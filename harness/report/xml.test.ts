import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostile } from "./hostile.test.data.ts";
import { element, legal, xml } from "./xml.ts";

const inXml10 = /^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** As a reader does it. */
function read(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) =>
    code ? String.fromCodePoint(Number(code)) : (named[name] ?? "?"),
  );
}

describe("xml", () => {
  it("holds only what XML 1.0 allows, and nothing that ends a text", () => {
    fc.assert(fc.property(hostile, (text) => inXml10.test(xml(text)) && !/[<>"'\t\n\r]/.test(xml(text))));
  });

  it("is read back", () => {
    fc.assert(fc.property(hostile, (text) => read(xml(text)) === legal(text)));
  });

  it("changes nothing that is legal", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => legal(text) === text || !inXml10.test(text)));
    expect(legal("\0\udcff\ufffe")).toBe("\\0\\xff\\u{fffe}");
  });

  it("nests", () => {
    const inner = { name: "b", attributes: { x: "<1>", y: 2 }, content: "one\n& two" };
    const empty = { name: "c", attributes: {}, content: [] };
    expect(element({ name: "a", attributes: {}, content: [inner, empty] })).toBe(
      '<a>\n  <b x="&lt;1&gt;" y="2">one\n&amp; two</b>\n  <c/>\n</a>\n',
    );
  });
});

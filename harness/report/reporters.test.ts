import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assemble } from "../verdict/assemble.ts";
import type { Judged } from "../verdict/report.ts";
import { arrivedTwice, rule, spec, transcript } from "../verdict/sample.test.data.ts";
import { hostile, reportOf } from "./hostile.test.data.ts";
import { type ReporterName, reporters } from "./reporters.ts";

const options = { colour: false, width: 80 };
const harmful = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\p{Cs}]|^[^\S\n]*::(?!(?:error|warning|notice) \w+=)|##\[/mu;

function judged(transcripts = [arrivedTwice, transcript({ number: 1, role: "client", under: ["bob"] })]): Judged {
  const target = { server: "python3 server.py -p {port}", client: null, connect: null };
  return assemble(
    spec([rule("CHAT-MSG-3", { points: 2 })]),
    target,
    7,
    transcripts,
    1234,
    () => "wirecheck replay x.md",
  );
}

/** Elements nest, attributes are quoted, and nothing stands where it must not. */
function wellFormed(document: string): boolean {
  const open: string[] = [];
  const token = /<\?xml [^?]*\?>|<(\w+)((?: \w+="[^"<]*")*)(\/?)>|<\/(\w+)>|[^<]+/gy;
  let at = 0;
  for (const match of document.matchAll(token)) {
    if (match.index !== at) return false;
    at += match[0].length;
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(match[0])) return false;
    if (match[1] !== undefined && match[3] === "") open.push(match[1]);
    if (match[4] !== undefined && open.pop() !== match[4]) return false;
  }
  return at === document.length && open.length === 0;
}

describe("every reporter", () => {
  it.each(Object.keys(reporters) as ReporterName[])("%s prints nothing that a terminal or GitHub obeys", (name) => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(reporters[name]([reportOf(text)], options)).not.toMatch(harmful);
      }),
      { numRuns: 50 },
    );
  });
});

describe("junit", () => {
  it("is well formed whatever programs print", () => {
    fc.assert(fc.property(hostile, (text) => wellFormed(reporters.junit([reportOf(text), reportOf(text)], options))));
  });

  it("has a case for each scenario", () => {
    const document = reporters.junit([judged()], options);
    expect(document.split("\n").slice(0, 6)).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="wirecheck" time="1.234">',
      '  <testsuite name="Chat: Messages" tests="2" failures="1" errors="0" skipped="0" time="0.024">',
      '    <testcase classname="chat.CHAT-MSG-3" name="CHAT-MSG-3 A recipient named twice gets the message once: named twice (server)" time="0.012">',
      '      <failure message="failed: this came although nothing should" type="failed">The server MUST send the message once to each user named.',
      "",
    ]);
    expect(document).toContain('once: named twice (client (bob))" time="0.012"/>');
  });
});

describe("json", () => {
  it("is the report, or an array of several", () => {
    const one = judged();
    expect(JSON.parse(reporters.json([one], options))).toEqual(one.report);
    expect(JSON.parse(reporters.json([one, one], options))).toEqual([one.report, one.report]);
    fc.assert(
      fc.property(hostile, (text) => {
        const { report } = reportOf(text);
        expect(JSON.parse(reporters.json([{ ...judged(), report }], options))).toEqual(report);
      }),
    );
  });
});

describe("github", () => {
  it("annotates the handout", () => {
    expect(reporters.github([judged()], options).split("\n")).toEqual([
      "::error file=spec/chat/README.md,line=50,col=3,title=CHAT-MSG-3 A recipient named twice gets the message once::" +
        "The server MUST send the message once to each user named.%0Aserver: this came although nothing should" +
        "%0Aexpected  (nothing)%0A     got  forward_message 1 alice7q hi" +
        "%0Alikely cause: it arrived twice: are recipients named twice served once?%0Aplay it again: wirecheck replay x.md",
      "::notice title=wirecheck%3A Chat::0 of 2 points in 1.2 s: 1 failed",
      "",
    ]);
  });

  it("prints one line for each rule that did not pass, and one for all", () => {
    fc.assert(fc.property(hostile, (text) => reporters.github([reportOf(text)], options).split("\n").length === 5));
  });
});

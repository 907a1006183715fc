import fc from "fast-check";
import { expect, test } from "vitest";
import { frame, Unframer } from "./framing.ts";

const message = fc
  .uint8Array({ maxLength: 30 })
  .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10 && byte !== 13)));

test.each(["line", "length"] as const)("what is framed by %s comes out whole, however the segments fall", (framing) => {
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.nat(200)), (messages, cuts) => {
      const bytes = Buffer.concat(messages.map((each) => frame(each, framing)));
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      const unframer = new Unframer(framing);
      const found = places.slice(1).flatMap((end, i) => unframer.push(bytes.subarray(places[i], end)));
      expect(found).toEqual(messages);
      expect(unframer.rest).toHaveLength(0);
    }),
  );
});

test("without framing, everything stays until it is taken", () => {
  const unframer = new Unframer("none");
  expect(unframer.push(Buffer.from("ab"))).toEqual([]);
  unframer.push(Buffer.from("cd"));
  unframer.take(3);
  expect(String(unframer.rest)).toBe("d");
});

test("CR LF is noticed, and belongs to no message", () => {
  const unframer = new Unframer("line");
  expect(unframer.push(Buffer.from("hi\r\n")).map(String)).toEqual(["hi"]);
  expect(unframer.crlf).toBe(true);
});

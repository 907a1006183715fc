import fc from "fast-check";
import { expect, test } from "vitest";
import { Screen } from "./screen.ts";

test("lines are whole, however the output falls into chunks", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string().filter((line) => !/[\r\n\x1b]/.test(line))),
      fc.array(fc.nat(300)),
      (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        const screen = new Screen();
        for (const [i, end] of places.slice(1).entries()) screen.push(bytes.subarray(places[i], end));
        expect(screen.lines.map(({ text }) => text)).toEqual(lines);
      },
    ),
  );
});

test("colours and the carriage return of CR LF are no part of a line", () => {
  const screen = new Screen();
  screen.push(Buffer.from("\x1b[31mred\x1b[0m\r\n"));
  expect(screen.lines[0]?.text).toBe("red");
});

test("the last line counts without its newline when the program has ended", () => {
  const screen = new Screen();
  screen.push(Buffer.from("bye"));
  expect(screen.lines).toEqual([]);
  screen.end();
  expect(screen.lines[0]?.text).toBe("bye");
});

test("a line may be read without the prompt that was left before it", () => {
  const screen = new Screen();
  screen.push(Buffer.from("What next? "));
  screen.rememberPrompt();
  screen.push(Buffer.from("msg: bob\n"));
  expect([...screen.readings(screen.lines[0]!.text)]).toContain("msg: bob");
  expect([...screen.readings("not a msg: bob")]).toEqual(["not a msg: bob"]);
});

test("prompts may follow each other on one line", () => {
  const screen = new Screen();
  for (const prompt of ["(A)dd or (D)elete? ", "Which? ", "Really? "]) {
    screen.push(Buffer.from(prompt));
    screen.rememberPrompt();
  }
  screen.push(Buffer.from("done\n"));
  expect([...screen.readings(screen.lines[0]!.text)].at(-1)).toBe("done");
  expect([...screen.readings("Which? done")].at(-1)).toBe("done");
});

test("a flood is cut off", () => {
  const screen = new Screen();
  for (let i = 0; i < 100; i++) screen.push(Buffer.alloc(1024 * 1024, "x\n"));
  expect(screen.flooded).toBe(true);
  expect(screen.lines.length).toBeLessThan(10_000_000);
});

import { expect, test } from "vitest";
import { command, words } from "./command.ts";
import { missing } from "./missing.ts";

test.each<[string, string[]]>([
  ["python3 server.py -p 1", ["python3", "server.py", "-p", "1"]],
  ["'my server' \"a b\" c\\ d", ["my server", "a b", "c d"]],
  [`x "say \\"hi\\"" ''`, ["x", 'say "hi"', ""]],
  ["  ", []],
])("%s", (line, expected) => {
  expect(words(line)).toEqual(expected);
});

test("the handout's arguments are added where no {…} stands", () => {
  const values = { port: "99", host: "127.0.0.1" };
  expect(command("server", "-p {port}", values, "/").args).toEqual(["-p", "99"]);
  expect(command("server --at {host}:{port}", "-p {port}", values, "/").args).toEqual(["--at", "127.0.0.1:99"]);
});

test.each<[string, string[]]>([
  ["awk '{print}' {{port}}", ["{print}", "{port}", "-p", "99"]],
  ["sh -c './server {port}'", ["-c", "./server 99"]],
  ['x "{print} {port}"', ["{print} 99"]],
  ["x 'a' {other}", ["a", "{other}"]],
])("braces that are none of ours stay as they are: %s", (line, args) => {
  expect(command(line, "-p {port}", { port: "99" }, "/").args).toEqual(args);
});

test("what a shell is needed for goes to a shell", () => {
  expect(command("cd x && ./server {port}", "", { port: "9" }, "/")).toMatchObject({
    file: "/bin/sh",
    args: ["-c", "cd x && ./server 9"],
  });
});

test.each<[string, string | null]>([
  ["node no-such-file.js", "there is no file no-such-file.js"],
  ["./no-such-program", "there is no file ./no-such-program"],
  ["no-such-command-anywhere x", "there is no command no-such-command-anywhere"],
  ["package.json", "there is no command package.json (did you mean ./package.json?)"],
  ["", "the command is empty"],
  ["node -e 1", null],
])("missing: %s", (line, expected) => {
  expect(missing(line, `${import.meta.dirname}/../..`)).toBe(expected);
});

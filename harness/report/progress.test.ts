import { expect, it } from "vitest";
import { progress } from "./progress.ts";

it.each([
  [0, 51, "CHAT-JOIN-1 (server)", 0, 80, "░░░░░░░░░░░░░░░░░░░░  0/51  CHAT-JOIN-1 (server)"],
  [26, 51, "CHAT-MSG-3 (server)", 2, 80, "██████████░░░░░░░░░░ 26/51, 2 failed  CHAT-MSG-3 (server)"],
  [51, 51, "", 0, 80, "████████████████████ 51/51"],
  [26, 51, "CHAT-MSG-3 \x1b[2J", 0, 40, "██████████░░░░░░░░░░ 26/51  CHAT-MSG-3…"],
])("%i of %i", (done, total, name, failed, width, line) => {
  expect(progress(done, total, name, failed, width)).toBe(line);
});

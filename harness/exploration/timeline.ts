/** Operations as lines, one below the other, each from its call to its answer. */
import type { Operation } from "./linearizability.ts";

/** Before the one that nothing explains, so many are shown. */
const MOST = 8;

/** The operations up to one that nothing explains, which is marked. */
export function timeline<Call>(
  history: readonly Operation<Call>[],
  stuck: Operation<Call>,
  shows: (call: Call) => string,
): string[] {
  const shown = history
    .filter(({ called }) => called < stuck.answered)
    .sort((a, b) => a.called - b.called)
    .filter((each, i, all) => each === stuck || i >= all.length - MOST || each.answered > stuck.called);
  const moments = [...new Set(shown.flatMap(({ called, answered }) => [called, answered]))].sort((a, b) => a - b);
  const words = shown.map(({ client, call, answer }) => `${client}: ${shows(call)} → ${answer ?? "?"}`);
  const width = Math.max(...words.map((each) => each.length));
  return shown.map((each, i) => {
    const [from, to] = [moments.indexOf(each.called), moments.indexOf(each.answered)];
    const line = `${"  ".repeat(from)}├${"──".repeat(Math.max(0, to - from - 1))}─┤`;
    return `${each === stuck ? "✗" : " "} ${words[i]!.padEnd(width)}  ${line}`;
  });
}

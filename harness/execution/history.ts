/**
 * What a server has told its clients about a thing that changes, such as who is there: each has heard a stretch of one
 * history, from when it came up to when it left, and nothing was left out of that history.
 */

export interface Heard {
  readonly who: string;
  readonly messages: readonly string[];
  /** It was not there to hear the end. */
  readonly left: boolean;
}

export interface Breach {
  readonly expected: string;
  readonly got: string;
  readonly why: string;
}

/** What contradicts one history, if whoever stayed and has heard most has heard all of it; null when nothing does. */
export function breach(all: readonly Heard[]): Breach | null {
  const stayed = all.filter(({ left }) => !left);
  const [teller, ...others] = [...(stayed.length > 0 ? stayed : all)].sort(
    (a, b) => b.messages.length - a.messages.length,
  );
  if (teller === undefined) return null;
  const history = teller.messages;
  for (const [i, got] of history.entries()) {
    const before = history[i - 1];
    if (before !== undefined && changes(before, got) !== 1) {
      const why = `${teller.who} heard this right after “${before}”: not one word is new or gone, but ${changes(before, got)}`;
      return { expected: "one word more, or one less", got, why };
    }
  }
  for (const { who, messages } of others) {
    const stretch = history.slice(history.length - messages.length);
    const at = messages.findLastIndex((message, i) => message !== stretch[i]);
    if (at >= 0) {
      const when = messages.length - 1 - at;
      const place = when === 0 ? "last" : `${when} before the last`;
      return {
        expected: stretch[at]!,
        got: messages[at]!,
        why: `${who} heard this ${place}, and ${teller.who} another`,
      };
    }
  }
  for (const { who, messages, left } of all) {
    if (!left || isStretch(messages, history)) continue;
    const why = `${who}, who has left, has heard what ${teller.who} has not, or in another order`;
    return { expected: "a stretch of what the others heard", got: messages.join(" | "), why };
  }
  return null;
}

function isStretch(messages: readonly string[], history: readonly string[]): boolean {
  return history.some((_, at) => messages.every((message, i) => history[at + i] === message));
}

/** How many words stand in one of two texts and not in the other. */
function changes(before: string, after: string): number {
  const left = words(before);
  let news = 0;
  for (const word of words(after)) {
    const at = left.indexOf(word);
    if (at < 0) news++;
    else left.splice(at, 1);
  }
  return news + left.length;
}

function words(text: string): string[] {
  return text.split(" ").filter((word) => word !== "");
}

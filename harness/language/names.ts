/** Which words may name a participant: those that Mermaid reads as one. */

const keywords = new Set(
  (
    "box participant actor create destroy loop rect opt alt else par par_over and critical option break end links link " +
    "properties details over note activate deactivate title sequencediagram autonumber off acctitle accdescr"
  ).split(" "),
);

/** A participant's name or a `{hole}`, as the source of a regular expression. */
export const who = "\\{?[A-Za-z_]\\w*\\}?";

/** What is wrong with a participant's name; null where nothing is. */
export function nameTrouble(name: string): string | null {
  if (/^\{[A-Za-z]\w*\}$/.test(name)) return null;
  if (!/^[A-Za-z_]\w*$/.test(name)) return `\`${name}\` is no participant: expected a word or {hole}`;
  return keywords.has(name.toLowerCase())
    ? `\`${name}\` is a word of Mermaid's own: call the participant otherwise`
    : null;
}

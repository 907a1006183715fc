/** What arrives in a dialect, before it is compared: in its normal form, and without what means nothing. */
import { fromBytes, toBytes } from "../language/bytes.ts";
import { fits } from "../language/match.ts";
import type { Dialect } from "./dialect.ts";
import { normalJson } from "./json.ts";

/** A message as it is compared; null for one that means nothing. */
export function reading(dialect: Dialect | null): (message: Buffer) => Buffer | null {
  if (dialect === null || (dialect.encoding === "text" && dialect.ignored.length === 0)) return (message) => message;
  return (message) => {
    const text = fromBytes(message);
    const read = dialect.encoding === "json" ? (normalJson(text) ?? text) : text;
    const ignored = dialect.ignored.some((format) => fits([{ kind: "literal", text: read }], format) !== null);
    return ignored ? null : toBytes(read);
  };
}

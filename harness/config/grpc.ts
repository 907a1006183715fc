/** The key `grpc` of a file → the service that the programs speak. Its names are held against the `.proto` by others. */
import { isMap } from "yaml";
import { type GrpcDialect, REFLECTION } from "../execution/grpc/dialect.ts";
import { STATUSES } from "../execution/grpc/frames.ts";
import { suggestion } from "../language/nearest.ts";
import { error } from "../language/problem.ts";
import type { Place, Spec } from "../language/spec.ts";
import { type Entry, entries, type Source, string, valuePlace } from "../language/yaml-places.ts";

export function readGrpc(entry: Entry | undefined, source: Source, spec: Spec): GrpcDialect | null {
  if (entry === undefined) return null;
  const fail = (place: Place, message: string): null => {
    source.problems.push(error(place, message));
    return null;
  };
  if (spec.transport !== "grpc") return fail(entry.place, `\`${spec.protocol}\` is not played over gRPC`);
  const here = valuePlace(source, entry);
  const before = source.problems.length;
  const found = entries(source, entry.value, here, ["proto", "methods", "fields", "empty"]);
  const [named, empty] = [found.get("proto"), found.get("empty")];
  // A misspelt one was told already.
  if (named === undefined && source.problems.length > before) return null;
  if (named === undefined)
    return fail(here, `\`grpc\` has no \`proto\`: expected the path of your .proto, or \`${REFLECTION}\``);
  const proto = string(source, named);
  const places: Record<string, Place> = { proto: valuePlace(source, named) };
  const names = (key: "methods" | "fields"): readonly Entry[] => {
    const map = found.get(key);
    const all = map ? [...entries(source, map.value, valuePlace(source, map), null).values()] : [];
    for (const each of all) places[`${key}.${each.key}`] = each.place;
    return all;
  };
  const strings = (all: readonly Entry[]): Readonly<Record<string, string>> =>
    Object.fromEntries(all.map((each) => [each.key, string(source, each) ?? ""]));
  const calls = names("methods");
  const none = calls.flatMap(({ value, ...each }) => {
    if (!isMap(value) || value.items.length !== 1 || !value.has("none")) return [];
    return [{ ...each, value: value.get("none", true) as Entry["value"] }];
  });
  const methods = strings(calls.filter(({ key }) => none.every((each) => each.key !== key)));
  const missing = strings(none);
  const fields = strings(names("fields"));
  const nothing = empty ? readEmpty(empty, source, fail) : null;
  return proto === null ? null : { proto, methods, missing, fields, places, ...(nothing && { empty: nothing }) };
}

function readEmpty(
  entry: Entry,
  source: Source,
  fail: (place: Place, message: string) => null,
): GrpcDialect["empty"] | null {
  const here = valuePlace(source, entry);
  const found = entries(source, entry.value, here, ["text", "status"]);
  const [text, status] = [found.get("text"), found.get("status")];
  if (text !== undefined && status !== undefined)
    return fail(here, "a server says it by a text or by a status, not both");
  if (text !== undefined) return { text: string(source, text) ?? "" };
  if (status === undefined) return null;
  const name = string(source, status);
  const errors = STATUSES.slice(1);
  if (name === null || errors.includes(name)) return name === null ? null : { status: name };
  return fail(valuePlace(source, status), `gRPC has no status \`${name}\`${suggestion(name, errors)}`);
}

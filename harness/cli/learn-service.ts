/** From what a pair says over gRPC to a wirecheck.yaml with its service. */
import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { writeConfig } from "../config/write.ts";
import { adapt, type GrpcDialect, REFLECTION } from "../execution/grpc/dialect.ts";
import { loadMethods, type Method } from "../execution/grpc/proto.ts";
import { callsOf, used, wireOf } from "../execution/grpc/wire.ts";
import { CallTap } from "../learning/call-tap.ts";
import { learnService as learn } from "../learning/learn-service.ts";
import type { Draft, Learnt } from "./learn.ts";
import { Misuse } from "./misuse.ts";
import { reflected } from "./reflected.ts";
import { type Lessons, notUnderstood, overheard, record } from "./rehearsals.ts";

/** @param proto the path of the programs' `.proto`; or the server is asked */
export async function learnService(lessons: Lessons, draft: Draft, proto: string): Promise<Learnt> {
  const { spec, target } = lessons;
  const file = proto === REFLECTION ? await reflected(spec, target) : proto;
  const theirs = await methodsIn(file);
  const { wire } = await wireOf(spec);
  const heard = await record(overheard(lessons, draft.dialect), lessons, (changed) => new CallTap(changed));
  const conversations = heard.map(({ tap, ...each }) => ({ ...each, calls: tap.calls }));
  const learned = learn(conversations, wire, theirs);
  if (Object.keys(learned.methods ?? {}).length === 0) throw notUnderstood(heard.length);
  const own = used(wire);
  const { fit, remarks } = withNone({ proto: file, called: "the .proto", ...learned }, own, theirs);
  const shown = proto === REFLECTION ? proto : relative(dirname(resolve(draft.output)), resolve(proto));
  const calls = await callsOf(spec);
  const yaml = writeConfig(draft.name, spec, { ...draft.known, calls, grpc: { ...fit, proto: shown }, remarks });
  return { yaml, unknown: remarks, what: "calls", all: own.length, played: heard.length };
}

/** What is not known is not guessed: such a call is left out of the wire, and its scenarios with it. */
function withNone(
  dialect: GrpcDialect,
  own: readonly Method[],
  theirs: readonly Method[],
): { readonly fit: GrpcDialect; readonly remarks: readonly string[] } {
  const troubles = adapt(own, theirs, dialect).problems;
  const about = (name: string) => troubles.filter((each) => new RegExp(`^\\w+\\.${name}(\\.|$)`).test(each.about));
  const unknown = own.filter(({ name }) => about(name).length > 0).map(({ name }) => name);
  const remarks = unknown.map((name) => {
    const seen = dialect.methods?.[name] !== undefined;
    return `${name}: ${seen ? "not understood" : "not seen"}: ${about(name)[0]!.why}`;
  });
  const missing = Object.fromEntries(
    unknown.map((name) => [name, "it was not understood when the service was learned"]),
  );
  const known = <Value>(all: Readonly<Record<string, Value>> = {}): Record<string, Value> =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !unknown.includes(key.split(".")[0]!)));
  return {
    fit: { ...dialect, methods: known(dialect.methods), fields: known(dialect.fields), missing },
    remarks,
  };
}

async function methodsIn(file: string): Promise<readonly Method[]> {
  if (!existsSync(file)) throw new Misuse(`wirecheck: there is no file ${file}`);
  try {
    return await loadMethods(file);
  } catch (failure) {
    throw new Misuse(`wirecheck: ${file} cannot be read: ${(failure as Error).message}`);
  }
}

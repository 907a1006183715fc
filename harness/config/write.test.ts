/** What `init` writes is a configuration, as it stands and with every line taken into use. */
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtins, handoutOf } from "../cli/builtin.ts";
import { examine, protoProblems } from "../cli/handout.ts";
import { problems } from "../dialect/small.test.support.ts";
import { callsOf } from "../execution/grpc/wire.ts";
import { readConfig } from "./read.ts";
import { writeConfig } from "./write.ts";

describe.each(builtins())("%s", async (name) => {
  const spec = examine(handoutOf(name)).spec!;
  const calls = spec.transport === "grpc" ? await callsOf(spec) : [];
  const read = (yaml: string) => readConfig(yaml, "wirecheck.yaml", { spec: () => spec, dialect: () => "none" });

  test("as it stands", () => {
    expect(read(writeConfig(name, spec, { calls }))).toMatchObject({ spec: name, dialect: null });
  });

  test("with every line in use", async () => {
    const inUse = writeConfig(name, spec, { calls })
      .replace("# encoding: json\n", "")
      .replace(/^# ignore: .*\n/m, "")
      .replace(/^#(?: (?=\w+:)| {3}(?= *["\w]))/gm, (mark) => " ".repeat(mark.length - 2));
    const config = read(inUse);
    if (!("spec" in config)) throw new Error([...problems(config), inUse].join("\n"));
    expect(config.server).toBe("python3 server.py");
    expect(config.dialect?.messages.size ?? 0).toBe(spec.transport === "grpc" ? 0 : spec.messages.length);
    expect(config.dialect?.console.size).toBe(
      new Set(spec.console.map((row) => JSON.stringify([row.who, row.does, row.formats[0]]))).size,
    );
    expect(config.skip).toHaveLength(1);
    if (spec.transport !== "grpc") return;
    const proto = join(dirname(spec.file), config.grpc!.proto);
    expect(config.grpc).toMatchObject({ proto: spec.proto, empty: { status: "NOT_FOUND" } });
    expect(Object.keys(config.grpc!.methods!)).toEqual(calls.map((call) => call.name));
    expect(await protoProblems(spec, { ...config.grpc!, proto })).toEqual([]);
  });
});

test("a service that is written is the one that is read", async () => {
  const spec = examine(handoutOf("queue")).spec!;
  const calls = await callsOf(spec);
  const all = calls.flatMap(({ name, fields }) => fields.map((field) => `${name}.${field}`));
  const word = fc.oneof(fc.stringMatching(/^[A-Za-z_]\w{0,8}$/), fc.constantFrom("Null", "null", "true", "No", "x1"));
  const some = (names: readonly string[], value: fc.Arbitrary<string>) =>
    fc.array(fc.tuple(fc.constantFrom(...names), value)).map((pairs) => Object.fromEntries(pairs));
  const service = fc.record({
    proto: fc.oneof(fc.constantFrom("reflection", "a.proto", "../b/c.proto", "my own.proto", "#.proto"), word),
    methods: some(
      calls.map(({ name }) => name),
      word,
    ),
    missing: some([calls[0]!.name], fc.string()),
    fields: some(all, word),
    empty: fc.oneof(fc.record({ text: fc.string() }), fc.constant({ status: "NOT_FOUND" })),
  });
  fc.assert(
    fc.property(service, ({ methods: named, ...rest }) => {
      const methods = Object.fromEntries(Object.entries(named).filter(([name]) => !(name in rest.missing)));
      const grpc = { ...rest, methods };
      const yaml = writeConfig("queue", spec, { calls, grpc });
      const config = readConfig(yaml, "wirecheck.yaml", { spec: () => spec, dialect: () => "none" });
      if (!("spec" in config)) throw new Error([...problems(config), yaml].join("\n"));
      const { places, ...read } = config.grpc!;
      expect(read).toEqual(grpc);
    }),
  );
});

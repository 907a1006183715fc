/**
 * Makes one file of each reference program and of each broken one. They are started thousands of times by the tests,
 * and to find and read their modules takes Node half as long as its own start (that of gRPC, four times as long).
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const dist = join(import.meta.dirname, "..", "dist");
const PROGRAM = /^(reference\/\w+\/(server|client|activity-log)|fixtures\/\w+\/\w+-(server|client|log))\.js$/;

await build({
  entryPoints: readdirSync(dist, { recursive: true })
    .filter((file) => PROGRAM.test(file))
    .map((file) => join(dist, file)),
  outdir: dist,
  outbase: dist,
  allowOverwrite: true,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  // The one is loaded by few, and late; the other reads files of its own.
  external: ["rabbitmq-client", "@grpc/reflection"],
  // Libraries that are no ES modules ask for others as they always did.
  banner: { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
  logLevel: "warning",
});

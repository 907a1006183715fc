/** The environment that programs under test see: little of ours, and lines written when they are complete where a variable can ask for it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";

const KEPT =
  /^(PATH|HOME|USER|SHELL|TMPDIR|LANG|LC_\w+|TZ|JAVA_HOME|PYENV_\w+|NVM_\w+|GOROOT|GOPATH|CARGO_HOME|RUSTUP_HOME|VIRTUAL_ENV|LD_LIBRARY_PATH|NODE_PATH)$/;

export function environment(): Readonly<Record<string, string>> {
  kept ??= Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => KEPT.test(entry[0]) && entry[1] !== undefined,
    ),
  );
  return { LANG: "C.UTF-8", ...kept, PYTHONPATH: python, PYTHONDONTWRITEBYTECODE: "1", ...lineBuffered };
}

/** What stdbuf(1) does: C's stdio writes each line when it is complete, though its output is no terminal. */
const STDBUF = "/usr/libexec/coreutils/libstdbuf.so";
const lineBuffered = existsSync(STDBUF) ? { LD_PRELOAD: STDBUF, _STDBUF_O: "L" } : {};

/** Where Python's `sitecustomize` is found: in the sources, also when this runs from dist/. */
const python = join(root, "harness/execution/python");

let kept: Record<string, string> | undefined;

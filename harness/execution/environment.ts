/** The environment that programs under test see: little of ours, and unbuffered output where a variable can ask for it. */

import { existsSync } from "node:fs";

const KEPT =
  /^(PATH|HOME|USER|SHELL|TMPDIR|LANG|LC_\w+|TZ|JAVA_HOME|PYENV_\w+|NVM_\w+|GOROOT|GOPATH|CARGO_HOME|RUSTUP_HOME|VIRTUAL_ENV|LD_LIBRARY_PATH|NODE_PATH)$/;

export function environment(): Readonly<Record<string, string>> {
  kept ??= Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => KEPT.test(entry[0]) && entry[1] !== undefined,
    ),
  );
  return { LANG: "C.UTF-8", ...kept, PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1", ...lineBuffered };
}

/** What stdbuf(1) does: C's stdio writes each line when it is complete, though its output is no terminal. */
const STDBUF = "/usr/libexec/coreutils/libstdbuf.so";
const lineBuffered = existsSync(STDBUF) ? { LD_PRELOAD: STDBUF, _STDBUF_O: "L" } : {};

let kept: Record<string, string> | undefined;

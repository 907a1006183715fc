import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The package's own folder: this file is run as it stands, or from dist/. */
export const root: string = upTo(import.meta.dirname);

function upTo(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : upTo(dirname(folder));
}

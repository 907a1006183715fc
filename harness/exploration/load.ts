/** The model beside a handout: `model.js` or `model.ts` in its folder, for the built-in ones what the build made of it. */
import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import type { MakeModel, Model, Setting } from "./model.ts";
import { steps } from "./steps.ts";

/** Something is wrong with a model's file: the message says what, and where. */
export class BadModel extends Error {}

/**
 * @param root the folder of this package, whose own models were compiled to dist/
 * @returns null when there is no model, or it has nothing to say about such a run
 * @throws BadModel when it cannot be loaded
 */
export async function loadModel(
  handout: string,
  root: string,
  setting: Setting,
  // biome-ignore lint/suspicious/noExplicitAny: states and actions are the model's own business
): Promise<Model<any, any> | null> {
  const file = modelFile(handout, root);
  if (file === null) return null;
  const found = await importFile(file);
  const make = found["model"];
  if (typeof make !== "function")
    throw new BadModel(`${file}:1:1: expected \`export function model({ fc, steps, setting })\``);
  return (make as MakeModel)({ fc, steps, setting });
}

function modelFile(handout: string, root: string): string | null {
  const folder = dirname(handout);
  const built = join(root, "dist", relative(root, folder), "model.js");
  const inside = !relative(root, folder).startsWith("..");
  // Run from its sources, the package uses its sources.
  const compiled = import.meta.dirname.includes(`${sep}dist${sep}`);
  const candidates = [join(folder, "model.js"), ...(inside && compiled ? [built] : []), join(folder, "model.ts")];
  return candidates.find((each) => existsSync(each)) ?? null;
}

async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  const url = pathToFileURL(file).href;
  try {
    return (await import(url)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_UNKNOWN_FILE_EXTENSION")
      throw new BadModel(`${file}: ${(error as Error).message}`);
  }
  // This Node reads no TypeScript.
  let tsx: { tsImport(url: string, parent: string): Promise<Readonly<Record<string, unknown>>> };
  try {
    tsx = await import("tsx/esm/api");
  } catch {
    throw new BadModel(`${file}: this Node reads no TypeScript: install tsx, or compile the model to model.js`);
  }
  try {
    return await tsx.tsImport(url, import.meta.url);
  } catch (error) {
    throw new BadModel(`${file}: ${(error as Error).message}`);
  }
}

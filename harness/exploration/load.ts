/** The model beside a handout: `model.js` or `model.ts` in its folder, for the built-in ones what the build made of it. */
import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import type { Concurrent, MakeConcurrent, MakeModel, Model, Setting } from "./model.ts";
import { steps } from "./steps.ts";

/** Something is wrong with a model's file: the message says what, and where. */
export class BadModel extends Error {}

export interface Models {
  // biome-ignore lint/suspicious/noExplicitAny: states and actions are the model's own business
  readonly model: Model<any, any> | null;
  // biome-ignore lint/suspicious/noExplicitAny: states, calls and operations are the model's own business
  readonly concurrent: Concurrent<any, any, any> | null;
}

/**
 * @param root the folder of this package, whose own models were compiled to dist/
 * @returns null for what there is not, or what has nothing to say about such a run
 * @throws BadModel when it cannot be loaded
 */
export async function loadModels(handout: string, root: string, setting: Setting): Promise<Models> {
  const file = modelFile(handout, root);
  if (file === null) return { model: null, concurrent: null };
  const { model, concurrent } = await importFile(file);
  for (const each of [model, concurrent]) {
    if (each !== undefined && typeof each !== "function")
      throw new BadModel(`${file}:1:1: expected \`export function model({ fc, steps, setting })\``);
  }
  if (model === undefined && concurrent === undefined)
    throw new BadModel(`${file}:1:1: it exports neither \`model\` nor \`concurrent\``);
  const kit = { fc, steps, setting };
  return {
    model: (model as MakeModel | undefined)?.(kit) ?? null,
    concurrent: (concurrent as MakeConcurrent | undefined)?.(kit) ?? null,
  };
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

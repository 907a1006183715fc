/** A handout → its models. */
import { resolve } from "node:path";
import { BadModel, loadModels, type Models } from "../exploration/load.ts";
import type { Setting } from "../exploration/model.ts";
import { root } from "../root.ts";
import type { Handout } from "./handout.ts";
import { Misuse } from "./misuse.ts";

/** @throws Misuse when the file beside the handout cannot be loaded */
export async function modelsOf({ spec }: Handout, setting: Setting): Promise<Models> {
  try {
    return await loadModels(resolve(spec.file), root, setting);
  } catch (error) {
    if (error instanceof BadModel) throw new Misuse(error.message);
    throw error;
  }
}

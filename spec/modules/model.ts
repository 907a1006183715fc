/** Modules: what is asked of a server one after the other, and at the same time; what a person does with a client. */
import type { Kit, Model } from "../../harness/exploration/model.ts";
import { menus } from "./menus.ts";
import { requests } from "./requests.ts";

export { concurrent } from "./outcomes.ts";

// biome-ignore lint/suspicious/noExplicitAny: states and actions are each model's own business
export function model(kit: Kit): Model<any, any> {
  return kit.setting.judged === "server" ? requests(kit) : menus(kit);
}

/** Movies: what is asked of a server, and what a person does with a client. */
import type { Kit, Model } from "../../harness/exploration/model.ts";
import { commands } from "./commands.ts";
import { requests } from "./requests.ts";

// biome-ignore lint/suspicious/noExplicitAny: states and actions are each model's own business
export function model(kit: Kit): Model<any, any> {
  return kit.setting.judged === "server" ? requests(kit) : commands(kit);
}

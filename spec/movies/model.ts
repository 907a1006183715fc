/** Movies: what is asked of a server. */
import type { Kit, Model } from "../../harness/exploration/model.ts";
import { requests } from "./requests.ts";

// biome-ignore lint/suspicious/noExplicitAny: states and actions are each model's own business
export function model(kit: Kit): Model<any, any> | null {
  return kit.setting.judged === "server" ? requests(kit) : null;
}

/** Peers: who comes and goes at a server, and what a client is told. */
import type { Kit, Model } from "../../harness/exploration/model.ts";
import { told } from "./client.ts";
import { server } from "./server.ts";

// biome-ignore lint/suspicious/noExplicitAny: states and actions are each model's own business
export function model(kit: Kit): Model<any, any> {
  return kit.setting.judged === "server" ? server(kit) : told(kit);
}

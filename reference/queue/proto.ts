/** The service of spec/queue/queue.proto, as gRPC takes it. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type GrpcObject, loadPackageDefinition, type ServiceClientConstructor } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

export interface PutRequest {
  readonly item: string;
}

export interface PutReply {
  readonly ok: boolean;
}

/** Without an item the queue is empty. */
export interface ItemReply {
  readonly item?: string;
}

export interface SizeReply {
  readonly count: number;
}

const loaded = loadPackageDefinition(
  loadSync(join(root(import.meta.dirname), "spec/queue/queue.proto"), { defaults: true }),
);

/** The client's class; its `service` is what a server implements. */
export const Queue: ServiceClientConstructor = (loaded["queue"] as GrpcObject)["Queue"] as ServiceClientConstructor;

/** The package's own folder: this file is run as it stands, or from dist/. */
function root(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : root(dirname(folder));
}

/** A `.proto` file, loaded at run time → its unary methods, and how their messages are written and read. */
import { readFile } from "node:fs/promises";
import { load, loadFileDescriptorSetFromBuffer } from "@grpc/proto-loader";

/** The descriptor set that `protoc --descriptor_set_out` writes ends so. */
export const DESCRIPTORS = ".protoset";

/** A message as an object: field names → values. What is not set is not there. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Field {
  readonly name: string;
  /** As protobuf's descriptors call it: `TYPE_STRING`, `TYPE_INT32`, … */
  readonly type: string;
  readonly repeated: boolean;
  /** Whether a message tells that it is not set. */
  readonly presence: boolean;
}

export interface Codec {
  readonly fields: readonly Field[];
  readonly encode: (fields: Fields) => Buffer;
  /** @throws when these bytes are no such message */
  readonly decode: (bytes: Buffer) => Fields;
}

export interface Method {
  readonly name: string;
  /** `/package.Service/Method` */
  readonly path: string;
  /** False for methods that stream. */
  readonly unary: boolean;
  readonly request: Codec;
  readonly reply: Codec;
  /** What a server says with this status instead of a message; null when it is an error. */
  readonly ofStatus?: (status: number) => Fields | null;
  /** The status by which a server says this instead of a message; otherwise 0. */
  readonly toStatus?: (reply: Fields) => number;
}

/** @throws when the file is not there, or is no `.proto` (nor, by its name, a descriptor set) */
export async function loadMethods(file: string): Promise<readonly Method[]> {
  const options = { keepCase: true, longs: String, enums: String, defaults: true, arrays: true };
  const loaded = file.endsWith(DESCRIPTORS)
    ? loadFileDescriptorSetFromBuffer(await readFile(file), options)
    : await load(file, options);
  return Object.values(loaded).flatMap((entry) => {
    // A message has `format`; what is left is a service.
    if ("format" in entry) return [];
    return Object.entries(entry).map(([name, method]) => ({
      name,
      path: method.path,
      unary: !method.requestStream && !method.responseStream,
      request: codec(method.requestType.type, method.requestSerialize, method.requestDeserialize),
      reply: codec(method.responseType.type, method.responseSerialize, method.responseDeserialize),
    }));
  });
}

interface Described {
  readonly field?: readonly { readonly name: string; readonly type: string; readonly label: string }[];
}

function codec(type: object, encode: (value: object) => Buffer, decode: (bytes: Buffer) => object): Codec {
  const unset = decode(Buffer.alloc(0)) as Fields;
  const fields = ((type as Described).field ?? []).map((field) => ({
    name: field.name,
    type: field.type,
    repeated: field.label === "LABEL_REPEATED",
    presence: !(field.name in unset),
  }));
  return { fields, encode, decode: (bytes) => decode(bytes) as Fields };
}

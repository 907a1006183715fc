/**
 * What a running server says of its own services (gRPC server reflection,
 * https://github.com/grpc/grpc/blob/master/doc/server-reflection.md), as the descriptor set that `protoc` would write.
 */
import { type ClientDuplexStream, credentials, makeGenericClientConstructor, status } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

interface Answer {
  readonly listServicesResponse?: { readonly service?: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto?: readonly Buffer[] };
  readonly errorResponse?: { readonly errorMessage?: string };
}

interface Question {
  readonly listServices?: string;
  readonly fileContainingSymbol?: string;
}

/** Both versions say the same; what is not asked for is left out. */
const string = (id: number) => ({ id, type: "string" });
const MESSAGES = {
  ServerReflectionRequest: { fields: { fileContainingSymbol: string(4), listServices: string(7) } },
  ServerReflectionResponse: {
    fields: {
      fileDescriptorResponse: { id: 4, type: "FileDescriptorResponse" },
      listServicesResponse: { id: 6, type: "ListServiceResponse" },
      errorResponse: { id: 7, type: "ErrorResponse" },
    },
  },
  FileDescriptorResponse: { fields: { fileDescriptorProto: { id: 1, type: "bytes", rule: "repeated" } } },
  ListServiceResponse: { fields: { service: { id: 1, type: "ServiceResponse", rule: "repeated" } } },
  ServiceResponse: { fields: { name: string(1) } },
  ErrorResponse: { fields: { errorCode: { id: 1, type: "int32" }, errorMessage: string(2) } },
  ServerReflection: {
    methods: {
      ServerReflectionInfo: {
        requestType: "ServerReflectionRequest",
        requestStream: true,
        responseType: "ServerReflectionResponse",
        responseStream: true,
      },
    },
  },
};

/** How long (ms) a server may take to answer. */
const PATIENCE = 5000;

/** @throws Error when the server does not say */
export async function reflect(address: string): Promise<Buffer> {
  let why = "";
  for (const version of ["v1", "v1alpha"]) {
    try {
      return await ask(address, `grpc.reflection.${version}`);
    } catch (failure) {
      const { code, details, message } = failure as { code?: number; details?: string; message: string };
      why = code === status.UNIMPLEMENTED ? "it has no server reflection" : (details ?? message);
    }
  }
  throw new Error(why);
}

async function ask(address: string, name: string): Promise<Buffer> {
  const nested = { grpc: { nested: { reflection: { nested: { [name.split(".").at(-1)!]: { nested: MESSAGES } } } } } };
  const loaded = fromJSON({ nested } as Parameters<typeof fromJSON>[0]);
  const Client = makeGenericClientConstructor(loaded[`${name}.ServerReflection`] as never, "ServerReflection");
  const client = new Client(address, credentials.createInsecure());
  try {
    const call = client["ServerReflectionInfo"]!({ deadline: Date.now() + PATIENCE }) as ClientDuplexStream<
      Question,
      Answer
    >;
    // When we have heard enough, its end is no error.
    call.on("error", () => {});
    const { listServicesResponse } = await answer(call, { listServices: "" });
    const files = new Map<string, Buffer>();
    for (const { name: service } of listServicesResponse?.service ?? []) {
      if (service.startsWith("grpc.reflection.")) continue;
      const { fileDescriptorResponse } = await answer(call, { fileContainingSymbol: service });
      for (const file of fileDescriptorResponse?.fileDescriptorProto ?? []) files.set(file.toString("latin1"), file);
    }
    call.end();
    // What others need comes first.
    return Buffer.concat([...files.values()].reverse().map(entry));
  } finally {
    client.close();
  }
}

function answer(call: ClientDuplexStream<Question, Answer>, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onData = (found: Answer): void => {
      call.off("error", reject);
      if (found.errorResponse === undefined || found.errorResponse === null) resolve(found);
      else reject(new Error(found.errorResponse.errorMessage ?? "an error"));
    };
    call.once("data", onData);
    call.once("error", reject);
    call.write(question);
  });
}

/** A FileDescriptorSet is its files, each with the field's tag and its length. */
function entry(file: Buffer): Buffer {
  const head = [0x0a];
  let rest = file.length;
  for (; rest > 0x7f; rest >>>= 7) head.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...head, rest]), file]);
}

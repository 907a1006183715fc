/**
 * What gRPC writes into an HTTP/2 stream: each message after a flag and its length, and a status at the end
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
 */

const HEAD = 5;

export function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The message of a whole unary stream; null when it is not (wholly) there, or compressed. */
export function unframed(chunks: readonly Buffer[]): Buffer | null {
  const bytes = Buffer.concat(chunks);
  if (bytes.length < HEAD || bytes[0] !== 0) return null;
  const end = HEAD + bytes.readUInt32BE(1);
  return bytes.length >= end ? bytes.subarray(HEAD, end) : null;
}

export const CONTENT_TYPE = "application/grpc";

/** By number, from 0. */
export const STATUSES: readonly string[] = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

import { Metadata } from "@grpc/grpc-js";
import { badRequest, errorInfo, RpcError } from "../../src/entry/index.js";
import { encodeStatusDetails } from "../../src/entry/wire.js";

/** What grpc-js, and everything on top of it, takes for an error. */
export interface PlainStatus {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

/** NOT_FOUND with an `ErrorInfo`. */
export const missing = (): RpcError =>
  new RpcError("NOT_FOUND", "book 42 does not exist", {
    details: [errorInfo({ reason: "BOOK_MISSING", domain: "library.example" })],
  });

/** 2,000 field violations, about 130 kB. */
export const manyViolations = Array.from({ length: 2_000 }, (_, index) => ({
  field: `books[${index}].title`,
  description: `must not be empty, and is, in row ${index * 7_919}`,
}));

/** INVALID_ARGUMENT with {@link manyViolations}. */
export const huge = (): RpcError =>
  new RpcError("INVALID_ARGUMENT", "2000 books have no title", {
    details: [badRequest(manyViolations)],
  });

/** An error with its details, as they are made by hand for grpc-js. */
export function byHand(error: RpcError): PlainStatus {
  return withDetails(error.code, error.message, encodeStatusDetails(error));
}

/** A status for grpc-js with these bytes as `grpc-status-details-bin`. */
export function withDetails(code: number, details: string, bytes: Uint8Array): PlainStatus {
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(bytes));
  return { code, details, metadata };
}

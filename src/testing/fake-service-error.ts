import type { RpcError } from "../error/rpc-error.js";
import type { ErrorCode } from "../status/code.js";
import { isReservedHeader } from "../status/reserved-headers.js";
import { encodeStatusDetails } from "../status/status-details.js";
import { GRPC_STATUS_DETAILS_BIN } from "../status/trailers.js";
import { survive } from "../wire/survive.js";
import { wellFormed } from "../wire/utf8.js";
import { checkFakeError } from "./check-fake-error.js";
import { FakeMetadata, type FakeMetadataValue } from "./fake-metadata.js";

/** An error as a client of grpc-js gets it. With metadata of grpc-js it is a `ServiceError`. */
export interface FakeServiceError<Metadata = FakeMetadata> extends Error {
  readonly code: ErrorCode;
  /** The message; `message` has code and name before it. */
  readonly details: string;
  /** The trailers. */
  readonly metadata: Metadata;
}

/** What of grpc-js's `Metadata` a fake needs. */
export interface MetadataSink {
  /** Adds a value to those of a name. */
  add(name: string, value: FakeMetadataValue): void;
}

/**
 * What a client of grpc-js throws, or calls back with, where a server fails so: code, text and the details in
 * `grpc-status-details-bin`, all of them, however large. `RpcError.from` reads the error back.
 *
 * @example
 * const client = { getBook: (_, callback) => callback(fakeServiceError(missing)) };
 *
 * @throws TypeError for what is no `RpcError`.
 */
export function fakeServiceError(error: RpcError): FakeServiceError;
/**
 * The same, in `Metadata` of grpc-js, where code or types need the real one.
 *
 * @param options - `metadata`: an empty `Metadata` to fill.
 * @throws TypeError for what is no `RpcError`.
 */
export function fakeServiceError<Metadata extends MetadataSink>(
  error: RpcError,
  options: { readonly metadata: Metadata },
): FakeServiceError<Metadata>;
export function fakeServiceError(
  error: RpcError,
  { metadata = new FakeMetadata() }: { readonly metadata?: MetadataSink } = {},
): FakeServiceError<MetadataSink> {
  checkFakeError(error, "fakeServiceError");
  const { code, codeName, details } = error;
  const message = wellFormed(error.message);
  for (const [name, value] of error.metadata) {
    if (isReservedHeader(name)) continue;
    // What grpc-js does not take, no server could have sent.
    survive(() => metadata.add(name, typeof value === "string" ? value : Buffer.from(value)));
  }
  // By which an answer is told from what grpc-js says itself.
  metadata.add("content-type", "application/grpc+proto");
  if (details.length > 0) {
    const bytes = encodeStatusDetails({ code, message, details });
    metadata.add(GRPC_STATUS_DETAILS_BIN, Buffer.from(bytes));
  }
  const text = `${code} ${codeName}: ${message}`;
  return Object.assign(new Error(text), { code, details: message, metadata });
}

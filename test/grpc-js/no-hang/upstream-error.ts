import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { debugInfo, type ErrorCode, errorInfo } from "../../../src/entry/index.js";
import { encodeStatusDetails } from "../../../src/entry/wire.js";
import { type Failure, SECRET } from "../../fixtures/failures.js";
import { serviceErrorFrom } from "../../fixtures/real-service-error.js";

/** What a grpc-js client received from another server, with secrets wherever an answer may have them. */
export function upstreamError(code: ErrorCode): Promise<ServiceError> {
  const message = `the store says ${SECRET}`;
  const details = [
    errorInfo({ reason: "STORE", domain: "store.example", metadata: { key: SECRET } }),
    debugInfo({ detail: SECRET }),
  ];
  const trailers = new Metadata();
  trailers.set("x-store-key", SECRET);
  trailers.set("x-store-key-bin", Buffer.from(`--${SECRET}`));
  trailers.set(
    "grpc-status-details-bin",
    Buffer.from(encodeStatusDetails({ code, message, details })),
  );
  return serviceErrorFrom((_call, callback) =>
    callback({ code, details: message }, null, trailers),
  );
}

/** Errors of another server, by the two ways in which a client of this one is told. */
export const UPSTREAM_FAILURES: Readonly<Record<string, Failure>> = {
  "an upstream UNAVAILABLE": {
    make: () => upstreamError(status.UNAVAILABLE),
    code: status.UNAVAILABLE,
    hidden: true,
  },
  "an upstream PERMISSION_DENIED": {
    make: () => upstreamError(status.PERMISSION_DENIED),
    code: status.INTERNAL,
    message: "internal error",
    hidden: true,
  },
};

import {
  errorInfo,
  preconditionFailure,
  RpcError,
  requestInfo,
  resourceInfo,
  retryInfo,
} from "../../../src/entry/index.js";

const domain = "library.example";

/** No operation has this id, or the replica that is asked has not heard of it yet. */
export function missing(id: string): RpcError {
  return new RpcError("NOT_FOUND", `operation ${id} does not exist`, {
    details: [
      errorInfo({ reason: "OPERATION_MISSING", domain, metadata: { operation: id } }),
      resourceInfo({ resourceType: "operation", resourceName: id }),
    ],
  });
}

/** Somebody polls too often. */
export function throttled(retryMs: number): RpcError {
  return new RpcError("RESOURCE_EXHAUSTED", "too many polls", {
    details: [retryInfo(retryMs), errorInfo({ reason: "POLL_RATE", domain })],
  });
}

/** What an operation ends with whose shelf is too large. */
export function tooLarge(capacity: number): RpcError {
  return new RpcError(
    "FAILED_PRECONDITION",
    `a shelf of ${capacity} copies does not fit the room`,
    {
      details: [
        preconditionFailure([
          { type: "ROOM", subject: "rooms/2", description: "holds 1,000 copies at most" },
        ]),
        errorInfo({
          reason: "SHELF_TOO_LARGE",
          domain,
          metadata: { capacity: String(capacity) },
        }),
        requestInfo("op-5c1f"),
      ],
    },
  );
}

/** What an operation ends with that was cancelled. */
export function cancelled(): RpcError {
  return new RpcError("CANCELLED", "cancelled on request", {
    details: [errorInfo({ reason: "OPERATION_CANCELLED", domain }), requestInfo("op-9e02")],
  });
}

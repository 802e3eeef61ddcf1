import { expect } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import type { CodeName } from "../../src/status/code.js";
import type { ErrorOrigin, ErrorVia } from "../../src/status/error-parts.js";

/** What `RpcError.from` has to say of an error. Members that are left out must be absent or empty. */
export interface Decoded {
  readonly code: CodeName;
  /** Text, or a matcher of vitest. */
  readonly message: unknown;
  readonly origin: ErrorOrigin;
  readonly via: ErrorVia;
  readonly httpStatus?: number;
  readonly reason?: unknown;
  readonly retryDelayMs?: number;
  readonly requestIds?: readonly string[];
  /** Full names of the details' types, in their order. */
  readonly details?: unknown;
}

/** Asserts what `RpcError.from` makes of a caught value, and that the value stays reachable. */
export function expectDecoded(cause: unknown, expected: Decoded): RpcError {
  const error = RpcError.from(cause);
  expect({
    code: error.codeName,
    message: error.message,
    origin: error.origin,
    via: error.via,
    httpStatus: error.httpStatus,
    reason: error.reason,
    retryDelayMs: error.retryDelayMs,
    requestIds: error.requestIds,
    details: error.details.map(({ type }) => type),
  }).toEqual({ requestIds: [], details: [], ...expected });
  expect(error.cause).toBe(cause);
  return error;
}

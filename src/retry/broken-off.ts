import type { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";

/**
 * Whether the connection broke off in the middle of a call, under a code that says something else: Connect on
 * Node calls a reset connection ABORTED, and grpc-js a server that is shut down by force CANCELLED.
 */
export function isBrokenOff({ code, origin, httpStatus }: RpcError): boolean {
  if (origin !== "transport" || httpStatus !== undefined) return false;
  return code === Code.ABORTED || code === Code.CANCELLED;
}

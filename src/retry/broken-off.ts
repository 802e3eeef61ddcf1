import { errorChain } from "../error/error-chain.js";
import type { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { member } from "../wire/members.js";

/** Codes of Node and undici for a connection that is no more. */
const LOST =
  /^(?:EPIPE|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENOTCONN|ESHUTDOWN|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE)$/;

/**
 * Whether the connection broke off in the middle of a call, under a code that says something else: Connect on
 * Node calls a reset connection ABORTED and one that cannot be written to INTERNAL, and grpc-js a server that is
 * shut down by force CANCELLED.
 */
export function isBrokenOff(error: RpcError): boolean {
  const { code, origin, httpStatus } = error;
  if (origin !== "transport" || httpStatus !== undefined) return false;
  if (code === Code.ABORTED || code === Code.CANCELLED) return true;
  return (code === Code.INTERNAL || code === Code.UNKNOWN) && errorChain(error).some(isLost);
}

function isLost(error: unknown): boolean {
  const code = member(error, "code");
  return typeof code === "string" && LOST.test(code);
}

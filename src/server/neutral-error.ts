import { RpcError } from "../error/rpc-error.js";
import { Code, type ErrorCode } from "../status/code.js";
import type { IncomingCall } from "./incoming-call.js";

/** Codes that mean to this server's caller what they meant to the server, in words that tell no more. */
const PASSED_ON: Partial<Record<ErrorCode, string>> = {
  [Code.CANCELLED]: "the call was cancelled",
  [Code.DEADLINE_EXCEEDED]: "the deadline was exceeded",
  [Code.RESOURCE_EXHAUSTED]: "a resource is exhausted",
  [Code.ABORTED]: "the operation was aborted",
  [Code.UNAVAILABLE]: "the service is unavailable",
};

/**
 * What a client is told in place of an error that is not for it: INTERNAL, or one of the codes by which
 * it knows whether to try again, where a service behind this one said so, or did not answer in
 * time. No text of the error.
 *
 * @param error - as `RpcError.from` reads what was thrown.
 */
export function neutralError(error: RpcError, call: IncomingCall): RpcError {
  const code = call.isOverdue?.() === true ? Code.DEADLINE_EXCEEDED : error.code;
  // What this process broke off itself tells its caller nothing, except that time was up.
  const isOwn = error.origin === "local" && error.isDecoded && code !== Code.DEADLINE_EXCEEDED;
  const message = isOwn ? undefined : PASSED_ON[code];
  return message === undefined
    ? new RpcError("INTERNAL", "internal error")
    : new RpcError(code, message);
}

import type { RpcError } from "../../error/rpc-error.js";
import { findFailure } from "../../retry/failure-kind.js";
import { Code } from "../../status/code.js";

/**
 * What a failed poll says of the service, for the polls of other operations:
 *
 * - `"throttles"`: it is asked too often; the failure is not the operation's
 * - `"unavailable"`: it cannot be reached, or is overwhelmed
 * - `"refuses"`: it answers this caller no more, whichever operation is asked for
 * - `"unknown"`: the failure may be of this operation alone
 */
export type ServiceState = "throttles" | "unavailable" | "refuses" | "unknown";

/**
 * Tells what a failed poll means for the others.
 *
 * @param isTemporary - whether the error itself says that the same poll may succeed later.
 */
export function serviceStateOf(error: RpcError, isTemporary: boolean): ServiceState {
  switch (error.code) {
    case Code.UNAVAILABLE:
      return "unavailable";
    case Code.UNAUTHENTICATED:
      return "refuses";
    case Code.RESOURCE_EXHAUSTED:
      return isTemporary ? "throttles" : exhaustedState(error);
    default:
      return "unknown";
  }
}

/** Without a word of when to come back. */
function exhaustedState(error: RpcError): ServiceState {
  const { kind } = findFailure(error, {});
  // The answer for one operation may be too long for this client.
  if (kind === "message-too-large") return "unknown";
  // Else a quota of a day, or a bill to pay.
  return kind === "ordinary" || kind === "throttle" || kind === "not-sent"
    ? "throttles"
    : "refuses";
}

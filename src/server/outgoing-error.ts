import { RpcError } from "../error/rpc-error.js";
import { completeError, REQUEST_ID } from "./complete-error.js";
import type { ErrorPolicy } from "./error-policy.js";
import { exposureOf } from "./exposed-error.js";
import { ignoreRejection } from "./ignore-rejection.js";
import type { IncomingCall } from "./incoming-call.js";
import { neutralError } from "./neutral-error.js";
import { reportError } from "./report-error.js";
import { newRequestId, wellFormedRequestId } from "./request-id.js";

/** What a client is told of an error. */
export interface Verdict {
  readonly sent: RpcError;
  /** Whether that is the error itself, not a neutral one in its place. */
  readonly exposed: boolean;
  /** The id of the call; empty where the policy sends none. */
  readonly requestId: string;
}

/**
 * Decides what a client may see of what a handler threw, by the server's policy: the error itself, less
 * what is not for clients, or a neutral one with an id, while `onError` gets the original.
 *
 * Total: whatever the error and the functions of the policy do, an answer comes out, at once.
 */
export function judgeError(thrown: unknown, policy: ErrorPolicy, call: IncomingCall): Verdict {
  let requestId: string | undefined;
  try {
    const { error, exposed, failures } = exposureOf(thrown, policy);
    const seen = exposed ? error : neutralError(error, call);
    requestId = requestIdOf(policy, call, seen);
    const sent = completeError(seen, policy, call, requestId);
    for (const failure of failures) report(failure, sent);
    if (!exposed) report(thrown, sent);
    return { sent, exposed, requestId: requestId ?? "" };
  } catch (failure) {
    // An error whose own members throw.
    requestId ??= requestIdOf(policy, call);
    const sent = plainError(requestId);
    report(thrown, sent);
    report(failure, sent);
    return { sent, exposed: false, requestId: requestId ?? "" };
  }

  function report(error: unknown, sent: RpcError): void {
    const { method, peer } = call;
    reportError(error, policy, { method, peer, requestId: requestId ?? "", sent });
  }
}

/** The error alone of {@link judgeError}. */
export function outgoingError(thrown: unknown, policy: ErrorPolicy, call: IncomingCall): RpcError {
  return judgeError(thrown, policy, call).sent;
}

function plainError(requestId: string | undefined): RpcError {
  const metadata = requestId === undefined ? {} : { [REQUEST_ID]: requestId };
  return new RpcError("INTERNAL", "internal error", { metadata });
}

/** An error that names its request itself has no need of another id, unless its client has one. */
function requestIdOf(
  { requestId }: ErrorPolicy,
  call: IncomingCall,
  error?: RpcError,
): string | undefined {
  if (requestId === false) return undefined;
  try {
    const incoming = wellFormedRequestId(call.header?.(REQUEST_ID));
    const made: unknown = requestId === undefined ? incoming : requestId(incoming);
    ignoreRejection(made);
    return (
      wellFormedRequestId(made) ??
      wellFormedRequestId(error?.requestInfo?.requestId) ??
      newRequestId()
    );
  } catch {
    return newRequestId();
  }
}

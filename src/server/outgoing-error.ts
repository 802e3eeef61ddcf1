import { RpcError } from "../error/rpc-error.js";
import { ignoreRejection } from "../wire/ignore-rejection.js";
import { completeError, REQUEST_ID } from "./complete-error.js";
import type { ErrorPolicy } from "./error-policy.js";
import { type Exposure, exposureOf, type StatusReader } from "./exposed-error.js";
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
 * what is not for clients, or a neutral one with an id, while `onError` gets the original. In this order: the
 * mappers and `expose` (exposed-error.ts), a neutral error for one that stays inside (neutral-error.ts), what
 * every error has (complete-error.ts), the report (report-error.ts).
 *
 * Total: whatever the error and the functions of the policy do, an answer comes out, at once.
 *
 * @param readStatus - reads the framework's own errors.
 */
export function judgeError(
  thrown: unknown,
  policy: ErrorPolicy,
  call: IncomingCall,
  readStatus?: StatusReader,
): Verdict {
  const { error, exposed, failures } = exposureSafely(thrown, policy, readStatus);
  const seen = exposed ? error : neutralError(error, call);
  const requestId = requestIdOf(policy, call, seen);
  let sent: RpcError;
  try {
    sent = completeError(seen, policy, call, requestId);
  } catch (cause) {
    failures.push(new Error("the details of the error cannot be read", { cause }));
    sent = withoutDetails(seen, requestId);
  }
  for (const failure of failures) report(failure);
  if (!exposed) report(thrown);
  return { sent, exposed, requestId: requestId ?? "" };

  function report(failure: unknown): void {
    const { method, peer } = call;
    reportError(failure, policy, { method, peer, requestId: requestId ?? "", sent });
  }
}

/** An error whose own members throw stays inside. */
function exposureSafely(
  thrown: unknown,
  policy: ErrorPolicy,
  readStatus: StatusReader | undefined,
): Exposure {
  try {
    return exposureOf(thrown, policy, readStatus);
  } catch (cause) {
    const failures = [new Error("the error cannot be read", { cause })];
    return { error: new RpcError("INTERNAL", "internal error"), exposed: false, failures };
  }
}

function withoutDetails(error: RpcError, requestId: string | undefined): RpcError {
  const metadata = requestId === undefined ? {} : { [REQUEST_ID]: requestId };
  try {
    return new RpcError(error.code, error.message, { metadata });
  } catch {
    return new RpcError("INTERNAL", "internal error", { metadata });
  }
}

/** An error that names its request itself has no need of another id, unless its client has one. */
function requestIdOf(
  { requestId }: ErrorPolicy,
  call: IncomingCall,
  error: RpcError,
): string | undefined {
  if (requestId === false) return undefined;
  try {
    const incoming = wellFormedRequestId(call.header?.(REQUEST_ID));
    const made: unknown = requestId === undefined ? incoming : requestId(incoming);
    ignoreRejection(made);
    return (
      wellFormedRequestId(made) ??
      wellFormedRequestId(error.requestInfo?.requestId) ??
      newRequestId()
    );
  } catch {
    return newRequestId();
  }
}

import type { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { isBrokenOff } from "./broken-off.js";
import { isCertificateFailure } from "./certificate-failure.js";
import { conflictingOperation } from "./conflicting-operation.js";
import { type ExceededQuota, exceededQuota, type QuotaKind } from "./exceeded-quota.js";
import { isMessageTooLarge } from "./message-too-large.js";
import { isNotSent } from "./not-sent.js";
import type { AdviceOptions } from "./retry-advice.js";
import { searchedText } from "./searched-text.js";

/**
 * What kind of failure an error is, whatever its code. The kinds of an exceeded quota end in `-words` where
 * only the text of the error tells.
 */
export type FailureKind =
  | "caller-ended"
  | "attempt-timed-out"
  | "thrown-here"
  | "message-too-large"
  | "certificate"
  | "operation-conflict"
  | QuotaKind
  | "not-sent"
  | "broken-off"
  | "ordinary";

/** A {@link FailureKind} with what was found out about it. */
export interface Failure {
  readonly kind: FailureKind;
  /** The operation in the way, of an `operation-conflict`. */
  readonly operationId?: string | undefined;
  /** The exceeded quota, whatever the kind. */
  readonly quota?: ExceededQuota | undefined;
}

/** Finds out what kind of failure an error is: the first that fits, in the order of {@link FailureKind}. */
export function findFailure(error: RpcError, options: AdviceOptions): Failure {
  const own = ownFailure(error, options);
  if (own !== undefined) return { kind: own };
  if (isMessageTooLarge(error)) return { kind: "message-too-large" };
  if (isCertificateFailure(error)) return { kind: "certificate" };
  const operationId = conflictingOperation(error.message);
  if (operationId !== undefined) return { kind: "operation-conflict", operationId };
  const quota = exceededQuota(error);
  if (quota?.kind !== undefined) return { kind: quota.kind, quota };
  const { sent = !isNotSent(error) } = options;
  if (!sent) return { kind: "not-sent", quota };
  return { kind: isBrokenOff(error) ? "broken-off" : "ordinary", quota };
}

/** How grpc-js words that a message does not fit its type: the program's fault, as a TypeError is. */
const MISFIT = /^(?:Request message serial|Response message pars)/;

/** What this process did itself, as far as it decides. */
function ownFailure(error: RpcError, options: AdviceOptions): FailureKind | undefined {
  const { code, origin, isDecoded, details } = error;
  const isLate = code === Code.DEADLINE_EXCEEDED;
  const isOwn = origin === "local";
  // The deadline of an attempt travels with it, and a server may notice it first.
  if (options.attemptTimedOut && (isLate || (isOwn && code === Code.CANCELLED))) {
    return "attempt-timed-out";
  }
  if (!isOwn) return undefined;
  if (isLate || code === Code.CANCELLED) return "caller-ended";
  if (!isDecoded) return undefined;
  const isThrown =
    (code === Code.UNKNOWN && details.length === 0) ||
    (code === Code.INTERNAL && MISFIT.test(searchedText(error.message)));
  return isThrown ? "thrown-here" : undefined;
}

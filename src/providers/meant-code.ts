import type { RpcError } from "../error/rpc-error.js";
import type { RetryAdvice } from "../retry/retry-advice.js";
import { Code, type ErrorCode } from "../status/code.js";
import type { ExplainedQuota } from "./details/explained-quota.js";
import { isBill } from "./is-bill.js";

/**
 * The code that an error means: RESOURCE_EXHAUSTED where a quota of a known kind decides on another attempt. Google's
 * older APIs answer 403 to a rate that is exceeded, as they do to a missing permission.
 */
export function meantCode(
  { code }: RpcError,
  quota: ExplainedQuota | undefined,
  { decision }: RetryAdvice,
): ErrorCode {
  if (quota?.kind === undefined || !(decision === "retry" || decision === "stop")) return code;
  // As HTTP 402 is read: tables have a row for what has to be paid.
  if (isBill(quota) && code === Code.FAILED_PRECONDITION) return code;
  return Code.RESOURCE_EXHAUSTED;
}

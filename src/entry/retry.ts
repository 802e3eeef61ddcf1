/**
 * Whether and when to try again, by what the server said; and the loop that does.
 *
 * @module rpc-status/retry
 */

export { adviseRetry } from "../retry/advise-retry.js";
export { type AttemptRecord, attemptsOf } from "../retry/attempt-record.js";
export type { BackoffOptions } from "../retry/backoff.js";
export type { Clock } from "../retry/clock.js";
export { type Attempt, type RetryOptions, retry } from "../retry/retry.js";
export type {
  AdviceOptions,
  DelaySource,
  QuotaScope,
  RetryAdvice,
  RetryDecision,
} from "../retry/retry-advice.js";
export type { RetryLimits, RetryNotice } from "../retry/retry-options.js";
export { RetryThrottle, type RetryThrottleOptions } from "../retry/retry-throttle.js";

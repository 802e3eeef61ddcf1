import type { RpcError } from "../error/rpc-error.js";
import { checkMembers, hasMethods, isFunction, type MemberChecks } from "../wire/check-members.js";
import { isObject } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import { type BackoffOptions, checkBackoff } from "./backoff.js";
import type { Clock } from "./clock.js";
import type { RetryAdvice } from "./retry-advice.js";

/** What is told before a pause. */
export interface RetryNotice {
  /** What the attempt failed with, decoded; `cause` or itself is what was thrown. */
  readonly error: RpcError;
  /** Which attempt failed, from 1. */
  readonly attempt: number;
  /** The pause before the next one, jitter included, in milliseconds. */
  readonly pauseMs: number;
  /** What the error says about trying again. */
  readonly advice: RetryAdvice;
  /** How much time is left for all further attempts, in milliseconds; `Infinity` where nobody set a limit. */
  readonly remainingMs: number;
}

/** How often and how long a call is repeated: what `retry` and both `retryInterceptor`s have in common. */
export interface RetryLimits {
  /** How many attempts there are at most, the first included. Default: 5. */
  readonly maxAttempts?: number;
  /**
   * How long all attempts and pauses may take together, in milliseconds. A delay that the server asks for and
   * that would outlive this ends the call at once. `Infinity` for no limit. Default: 300,000, five minutes; the
   * interceptors look at the default between attempts only, so that a call without retries sets no timer.
   */
  readonly totalTimeoutMs?: number;
  /**
   * How long one attempt may take, in milliseconds, at most what is left of the whole. An attempt that takes
   * longer is aborted, and repeated if the call is idempotent. Default: as long as the whole.
   */
  readonly attemptTimeoutMs?: number;
  /**
   * How the pauses grow where the server asks for none; each is chosen at random between 0 and this. Default:
   * from 1,000 ms, times 2, up to 60,000 ms.
   */
  readonly backoff?: BackoffOptions;
  /**
   * Told before every pause. What it throws goes nowhere.
   *
   * @example
   * onRetry: ({ error, attempt, pauseMs }) => log.info({ code: error.codeName, attempt, pauseMs })
   */
  readonly onRetry?: (notice: RetryNotice) => unknown;
  /**
   * Gets new credentials after UNAUTHENTICATED, once a call. Default: UNAUTHENTICATED is final. What it rejects
   * with, the call fails with. An interceptor sends the same headers again: a token has to come from an
   * interceptor behind it, or from call credentials.
   */
  readonly refreshCredentials?: (error: RpcError) => unknown;
  /**
   * Waits for an operation that is in the way of this call. Default: such an error is final. What it rejects
   * with, the call fails with.
   */
  readonly waitForOperation?: (
    operationId: string,
    options: { readonly signal: AbortSignal },
  ) => unknown;
  /** Where time comes from, for tests. Default: the platform's own. */
  readonly clock?: Clock;
  /** Gives a number from 0 to 1 for the jitter. Default: `Math.random`. */
  readonly random?: () => number;
}

/** The options of {@link RetryLimits}, and the throttle that whoever takes them has besides. */
type CheckedLimits = RetryLimits & { readonly throttle?: unknown };

/** What each option has to be. */
const LIMITS: MemberChecks<CheckedLimits> = {
  maxAttempts: [
    (value) => Number.isInteger(value) && (value as number) >= 1,
    "a whole number from 1",
  ],
  totalTimeoutMs: [(value) => (value as number) >= 0, "0 or more"],
  attemptTimeoutMs: [(value) => (value as number) > 0, "above 0"],
  backoff: [isObject, "an object"],
  onRetry: [isFunction, "a function"],
  refreshCredentials: [isFunction, "a function"],
  waitForOperation: [isFunction, "a function"],
  random: [isFunction, "a function"],
  // Not by its class: another copy of this package has its own.
  throttle: [(value) => value === false || hasMethods(value, "countFailure"), "a RetryThrottle"],
  clock: [(value) => hasMethods(value, "now", "sleep"), "a Clock"],
};

/** @throws TypeError that names the option, where one is of a wrong type or out of its range. */
export function checkRetryLimits(options: CheckedLimits): void {
  if (!isObject(options)) {
    throw new TypeError(`the options must be an object, not ${showValue(options)}`);
  }
  checkMembers<CheckedLimits>(options, LIMITS);
  checkBackoff(options.backoff);
}

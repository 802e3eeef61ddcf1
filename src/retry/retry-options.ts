import type { RpcError } from "../error/rpc-error.js";
import { member } from "../wire/members.js";
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

/** @throws TypeError that names the option, where one is of a wrong type or out of its range. */
export function checkRetryLimits(options: RetryLimits & { readonly throttle?: unknown }): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`the options must be an object, not ${showValue(options)}`);
  }
  const { maxAttempts = 1, totalTimeoutMs = 0, attemptTimeoutMs = 1 } = options;
  if (!(maxAttempts >= 1 && Number.isInteger(maxAttempts))) {
    throw new TypeError(`maxAttempts must be a whole number from 1, not ${showValue(maxAttempts)}`);
  }
  if (!(totalTimeoutMs >= 0)) {
    throw new TypeError(`totalTimeoutMs must be 0 or more, not ${showValue(totalTimeoutMs)}`);
  }
  if (!(attemptTimeoutMs > 0)) {
    throw new TypeError(`attemptTimeoutMs must be above 0, not ${showValue(attemptTimeoutMs)}`);
  }
  checkBackoff(options.backoff);
  for (const name of FUNCTIONS) {
    const value = options[name];
    if (value !== undefined && typeof value !== "function") {
      throw new TypeError(`${name} must be a function, not ${showValue(value)}`);
    }
  }
  const { throttle, clock } = options;
  // Not by its class: another copy of this package has its own.
  if (throttle !== undefined && throttle !== false && !hasMethod(throttle, "countFailure")) {
    throw new TypeError(`throttle must be a RetryThrottle, not ${showValue(throttle)}`);
  }
  if (clock !== undefined && !(hasMethod(clock, "now") && hasMethod(clock, "sleep"))) {
    throw new TypeError(`clock must be a Clock, not ${showValue(clock)}`);
  }
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof member(value, name) === "function";
}

const FUNCTIONS = ["onRetry", "refreshCredentials", "waitForOperation", "random"] as const;

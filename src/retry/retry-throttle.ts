/** How a {@link RetryThrottle} counts. */
export interface RetryThrottleOptions {
  /** The most tokens there are, and how many there are at first. Above 0, at most 1,000. Default: 10. */
  readonly maxTokens?: number;
  /** What a success brings back of the token that a failure takes. Above 0. Default: 0.1. */
  readonly tokenRatio?: number;
}

/**
 * Keeps retries from finishing off a server that is overloaded: it counts how all calls to one target end,
 * and lets none be repeated while too many fail. A failure takes a token, a success brings back a tenth of
 * one, and retries stop while half of the tokens or more are gone: they add about a tenth to the load at
 * most, and nothing once everything fails.
 *
 * Share one among all calls to the same target; the interceptors do so by themselves.
 *
 * @example
 * const throttle = new RetryThrottle();
 * await retry(fetchBook, { idempotent: true, throttle });
 *
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md#throttling-retry-attempts-and-hedged-rpcs
 */
export class RetryThrottle {
  readonly #maxTokens: number;
  readonly #tokenRatio: number;
  #tokens: number;

  /** @throws TypeError that names the option, where one is out of its range. */
  constructor({ maxTokens = 10, tokenRatio = 0.1 }: RetryThrottleOptions = {}) {
    if (!(maxTokens > 0 && maxTokens <= 1_000)) {
      throw new TypeError(`maxTokens must be above 0 and at most 1000, not ${maxTokens}`);
    }
    if (!(tokenRatio > 0 && tokenRatio < Number.POSITIVE_INFINITY)) {
      throw new TypeError(`tokenRatio must be above 0, not ${tokenRatio}`);
    }
    this.#maxTokens = maxTokens;
    this.#tokenRatio = tokenRatio;
    this.#tokens = maxTokens;
  }

  /** Whether calls may be repeated now. */
  get allowsRetry(): boolean {
    return this.#tokens > this.#maxTokens / 2;
  }

  /** Counts an attempt that succeeded. */
  countSuccess(): void {
    this.#tokens = Math.min(this.#maxTokens, this.#tokens + this.#tokenRatio);
  }

  /** Counts an attempt that failed in a way that another one might not. */
  countFailure(): void {
    this.#tokens = Math.max(0, this.#tokens - 1);
  }
}

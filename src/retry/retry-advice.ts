/**
 * What to do after a failure:
 *
 * - `"retry"`: the same call again, after `delayMs`
 * - `"retry-transaction"`: the whole transaction that the call belongs to again, from its first read
 * - `"refresh-credentials"`: get a new token, then the same call once more
 * - `"wait-for-operation"`: wait until the operation `operationId` is over, then the same call again
 * - `"stop"`: the same call would fail again, or could do harm
 */
export type RetryDecision =
  | "retry"
  | "retry-transaction"
  | "refresh-credentials"
  | "wait-for-operation"
  | "stop";

/**
 * Where `delayMs` comes from; all but `"backoff"` is what the server said:
 *
 * - `"retry-info"`: `google.rpc.RetryInfo` among the details
 * - `"grpc-retry-pushback-ms"`: the trailer of gRFC A6
 * - `"retry-after-ms"`, `"retry-after"`: the headers
 * - `"quota"`: the period of the quota that was exceeded
 * - `"message"`: words such as "retry in 34.4s"
 * - `"backoff"`: nobody said; the longest pause that the exponential backoff takes after this attempt
 */
export type DelaySource =
  | "retry-info"
  | "grpc-retry-pushback-ms"
  | "retry-after-ms"
  | "retry-after"
  | "quota"
  | "message"
  | "backoff";

/** The period of the quota that was exceeded, as far as the server said it. */
export type QuotaScope = "second" | "minute" | "day" | "unknown";

/** What an error says about trying again. */
export interface RetryAdvice {
  readonly decision: RetryDecision;
  /**
   * How long to wait at least, in milliseconds. With `"stop"`, how long the server asked to wait for something
   * else than this call to succeed, and 0 where it did not.
   */
  readonly delayMs: number;
  /** Where `delayMs` comes from; `undefined` where nothing is to be waited for. */
  readonly delaySource: DelaySource | undefined;
  /** Of an exceeded quota; `undefined` where no quota was. */
  readonly scope: QuotaScope | undefined;
  /** The quota's id, where the server named one. */
  readonly quotaId: string | undefined;
  /** The fact that decided, in a sentence for a log. */
  readonly reason: string;
  /** Where the rule that decided is written down: `AIP-194`, `gRFC A6`. */
  readonly source: string;
  /** The operation that is in the way, with `"wait-for-operation"`. */
  readonly operationId: string | undefined;
  /** Hints that could not be read, each in a sentence: a `Retry-After` that is no time. */
  readonly ignored: readonly string[];
}

/** What an error does not say itself. */
export interface AdviceOptions {
  /** Whether the call may happen twice without harm. Default: false. */
  readonly idempotent?: boolean;
  /** How many attempts there were, this one included. Default: 1. */
  readonly attempt?: number;
  /** How much time is left for all further attempts together, in milliseconds. Default: as much as it takes. */
  readonly remainingMs?: number;
  /** Whether the call left this process; `false` makes another attempt safe. Default: what the error tells. */
  readonly sent?: boolean;
  /** Whether only the time of this attempt was over, not that of the whole call. Default: false. */
  readonly attemptTimedOut?: boolean;
  /** Whether the credentials are fresh already, so that new ones help nothing. Default: after the first attempt. */
  readonly refreshed?: boolean;
  /** The time, in milliseconds since 1970, for a `Retry-After` that is a date. Default: `Date.now()`. */
  readonly now?: number;
}

import { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { survive } from "../wire/survive.js";
import { adviseRetry } from "./advise-retry.js";
import type { AttemptRecord } from "./attempt-record.js";
import { cappedBackoffMs } from "./backoff.js";
import { type Clock, systemClock, wallClockMs } from "./clock.js";
import { PUSHBACK } from "./hints/pushback.js";
import type { RetryAdvice, RetryDecision } from "./retry-advice.js";
import type { RetryLimits } from "./retry-options.js";
import type { RetryThrottle } from "./retry-throttle.js";
import { serverPauseMs } from "./server-pause.js";

/** What a session needs to know of one call. */
export interface SessionInit {
  readonly limits: RetryLimits;
  readonly idempotent: boolean;
  /** Whether one attempt is the whole transaction, so that ABORTED can be repeated. */
  readonly transaction?: boolean;
  readonly throttle?: RetryThrottle | false | undefined;
}

/** What is known of how an attempt failed, beside its error. */
export interface FailureFacts {
  /** Whether only the attempt's own time was over. */
  readonly attemptTimedOut?: boolean;
  /** Whether the call is known to have reached the server. Default: what the error tells. */
  readonly sent?: boolean | undefined;
  /** Whether the caller has seen something of the answer already, so that nothing can be repeated. */
  readonly committed?: string | undefined;
}

/** What comes after a failed attempt. */
export interface NextAttempt {
  /** The pause before it, in milliseconds. */
  readonly pauseMs: number;
  /** What has to be done before it, after the pause: credentials, or another operation's end. */
  readonly prepare: ((signal: AbortSignal) => unknown) | undefined;
}

/** Defaults of {@link RetryLimits}. */
const MAX_ATTEMPTS = 5;
const TOTAL_TIMEOUT_MS = 300_000;

/**
 * The attempts of one call: which one it is, how much time is left, and whether there is another. It neither
 * sends nor waits; `retry` and the interceptors do.
 */
export class RetrySession {
  readonly clock: Clock;
  /** The attempts that failed so far. */
  readonly attempts: AttemptRecord[] = [];
  readonly #init: SessionInit;
  readonly #endsAt: number;
  /** Attempts that something below made by itself count as well. */
  #attempt = 0;
  #startedAt = 0;
  /** The same by the clock on the wall. */
  #startedOn = 0;
  #refreshed = false;

  /** @param endsAt - when the whole has to be over at the latest, in milliseconds since 1970. */
  constructor(init: SessionInit, endsAt: number = Number.POSITIVE_INFINITY) {
    this.#init = init;
    this.clock = init.limits.clock ?? systemClock;
    this.#endsAt = Math.min(
      endsAt,
      this.clock.now() + (init.limits.totalTimeoutMs ?? TOTAL_TIMEOUT_MS),
    );
  }

  /** Which attempt it is, from 1; 0 before the first. */
  get attempt(): number {
    return this.#attempt;
  }

  /** How long the present attempt takes, in milliseconds. */
  get elapsedMs(): number {
    return this.clock.now() - this.#startedAt;
  }

  /** How much time is left for everything, in milliseconds. */
  get remainingMs(): number {
    return Math.max(0, this.#endsAt - this.clock.now());
  }

  /** Begins an attempt, and gives how long it may take, in milliseconds. */
  begin(): number {
    this.#attempt++;
    this.#startedAt = this.clock.now();
    this.#startedOn = wallClockMs(this.clock);
    return Math.min(
      this.#init.limits.attemptTimeoutMs ?? Number.POSITIVE_INFINITY,
      this.remainingMs,
    );
  }

  /** Counts attempts that something below made in place of the present one. */
  countHidden(attempts: number): void {
    this.#attempt += attempts;
  }

  /** Ends the call during a pause, or what has to be done before the next attempt: there is none. */
  stop(reason: string): void {
    const last = this.attempts.at(-1);
    if (last === undefined || last.attempt !== this.#attempt || last.stopReason !== undefined)
      return;
    this.attempts[this.attempts.length - 1] = { ...last, pauseMs: undefined, stopReason: reason };
  }

  /** Ends the call well. */
  succeed(): void {
    const { throttle } = this.#init;
    if (throttle) throttle.countSuccess();
  }

  /** Ends an attempt badly: gives what comes after it, or `undefined` where it was the last. */
  fail(
    thrown: unknown,
    { attemptTimedOut = false, committed, sent }: FailureFacts = {},
  ): NextAttempt | undefined {
    const { idempotent } = this.#init;
    const error = RpcError.from(thrown);
    const now = this.clock.now();
    const remainingMs = this.remainingMs;
    const advice = adviseRetry(error, {
      idempotent,
      attempt: this.#attempt,
      refreshed: this.#refreshed,
      remainingMs,
      attemptTimedOut,
      ...(sent !== undefined && { sent }),
      now: wallClockMs(this.clock),
    });
    const { throttle } = this.#init;
    const isTaken = this.#isTaken(advice.decision);
    if (throttle && isOverload(error, advice, isTaken)) throttle.countFailure();
    const stopReason = this.#stopReason(advice, committed);
    const pauseMs = stopReason === undefined ? this.#pauseMs(advice, remainingMs) : undefined;
    this.attempts.push({
      attempt: this.#attempt,
      startedAt: this.#startedOn,
      durationMs: now - this.#startedAt,
      error: thrown,
      advice,
      pauseMs,
      stopReason,
    });
    if (pauseMs === undefined) return undefined;
    const { onRetry } = this.#init.limits;
    const attempt = this.#attempt;
    if (onRetry) survive(() => onRetry({ error, attempt, pauseMs, advice, remainingMs }));
    return { pauseMs, prepare: this.#preparation(advice, error) };
  }

  #stopReason(advice: RetryAdvice, committed: string | undefined): string | undefined {
    const { throttle } = this.#init;
    const { maxAttempts = MAX_ATTEMPTS } = this.#init.limits;
    if (!this.#isTaken(advice.decision)) return advice.reason;
    if (committed !== undefined) return committed;
    if (this.#attempt >= maxAttempts) return `${this.#attempt} attempts of at most ${maxAttempts}`;
    if (throttle && !throttle.allowsRetry) return "too many calls to this target fail";
    return undefined;
  }

  /** Whether this call can do what is advised. */
  #isTaken(decision: RetryDecision): boolean {
    const { transaction = false, limits } = this.#init;
    const { refreshCredentials, waitForOperation } = limits;
    switch (decision) {
      case "retry":
        return true;
      case "retry-transaction":
        return transaction;
      case "refresh-credentials":
        return refreshCredentials !== undefined;
      case "wait-for-operation":
        return waitForOperation !== undefined;
      case "stop":
        return false;
    }
  }

  /**
   * A delay of the server's is a floor; one of our own is chosen anywhere below its bound. What is chosen at
   * random leaves half of the time to the attempt after it.
   */
  #pauseMs({ delayMs, delaySource }: RetryAdvice, remainingMs: number): number {
    const { backoff, random = Math.random } = this.#init.limits;
    if (delaySource === undefined) return 0;
    // "Now" is for pushback, which gRFC A6 wants obeyed to the letter. All others would come back together.
    if (delaySource === "backoff" || (delayMs === 0 && delaySource !== PUSHBACK)) {
      return random() * Math.min(cappedBackoffMs(this.#attempt, backoff), remainingMs / 2);
    }
    return serverPauseMs(delayMs, remainingMs, random());
  }

  #preparation(advice: RetryAdvice, error: RpcError): NextAttempt["prepare"] {
    const { refreshCredentials, waitForOperation } = this.#init.limits;
    const { decision, operationId = "" } = advice;
    if (decision === "refresh-credentials") {
      this.#refreshed = true;
      return () => refreshCredentials?.(error);
    }
    if (decision === "wait-for-operation") {
      return (signal) => waitForOperation?.(operationId, { signal });
    }
    return undefined;
  }
}

/**
 * Whether a failure tells of a server that has too much to do, whatever this call may do about it. A quota that
 * is used up for the day and a message that is too large tell nothing of the server.
 */
function isOverload(
  { code, origin }: RpcError,
  { decision, delaySource, scope }: RetryAdvice,
  isTaken: boolean,
): boolean {
  if (decision === "retry" || decision === "retry-transaction") return isTaken;
  if (delaySource === PUSHBACK) return true;
  if (origin === "local") return false;
  if (code === Code.RESOURCE_EXHAUSTED) return scope === "second" || scope === "minute";
  return code === Code.UNAVAILABLE;
}

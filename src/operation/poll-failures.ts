import type { RpcError } from "../error/rpc-error.js";
import { adviseRetry } from "../retry/advise-retry.js";
import type { AttemptRecord } from "../retry/attempt-record.js";
import type { RetryAdvice } from "../retry/retry-advice.js";
import { serverPauseMs } from "../retry/server-pause.js";
import { Code } from "../status/code.js";
import type { PollPace } from "./poll-pace.js";

/** How many failed polls are borne. */
export interface PollFailureLimits {
  readonly maxPollFailures?: number;
  readonly refreshCredentials?: (error: RpcError) => unknown;
}

/** What is known of a failed poll, beside its error. */
export interface PollFailureFacts {
  readonly error: RpcError;
  /** What was thrown, as it was. */
  readonly thrown: unknown;
  readonly attempt: number;
  /** When it began, and what time it is, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly now: number;
  readonly durationMs: number;
  readonly remainingMs: number;
  /** Whether the poll's own time was over, not that of the whole waiting. */
  readonly timedOut: boolean;
}

/** What comes after a failed poll. */
export interface AfterFailure {
  readonly pauseMs: number;
  /** Whether the next poll needs new credentials. */
  readonly refreshes: boolean;
}

/** Default of `maxPollFailures`. */
const MAX_POLL_FAILURES = 10;

/** Replicas of a service may not know an operation yet that has only just begun. */
const MAX_NOT_FOUND = 3;

/** How many failures in a row are remembered, where very many are allowed. */
const MAX_RECORDS = 100;

/** The polls that failed one after the other, and whether there is a further one. */
export class PollFailures {
  readonly #limits: PollFailureLimits;
  readonly #pace: PollPace;
  #records: AttemptRecord[] = [];
  #failures = 0;
  #notFound = 0;
  #refreshed = false;
  #everSucceeded = false;

  constructor(limits: PollFailureLimits, pace: PollPace) {
    this.#limits = limits;
    this.#pace = pace;
  }

  /** The failures since the last poll that was answered; of very many the last. */
  get records(): readonly AttemptRecord[] {
    return this.#records;
  }

  /** Counts a poll that was answered with the operation. */
  succeed(): void {
    this.#everSucceeded = true;
    this.#refreshed = false;
    this.#failures = 0;
    this.#notFound = 0;
    if (this.#records.length > 0) this.#records = [];
  }

  /** Counts a failure; `undefined` where it was one too many, or one that stays. */
  fail(facts: PollFailureFacts): AfterFailure | undefined {
    const { error, thrown, attempt, startedAt, durationMs, now, timedOut } = facts;
    this.#failures++;
    this.#notFound = error.code === Code.NOT_FOUND ? this.#notFound + 1 : 0;
    const advice = adviseRetry(error, {
      idempotent: true,
      attempt: this.#failures,
      // That time is up ends the waiting by itself, and not as a failure of a poll.
      remainingMs: facts.remainingMs > 0 ? facts.remainingMs : Number.POSITIVE_INFINITY,
      attemptTimedOut: timedOut,
      refreshed: this.#refreshed,
      now,
    });
    const stopReason = this.#stopReason(error, advice);
    const pauseMs = stopReason === undefined ? this.#pauseMs(advice, facts) : undefined;
    this.#remember({ attempt, startedAt, durationMs, error: thrown, advice, pauseMs, stopReason });
    if (pauseMs === undefined) return undefined;
    const refreshes = advice.decision === "refresh-credentials";
    if (refreshes) this.#refreshed = true;
    return { pauseMs, refreshes };
  }

  #stopReason(error: RpcError, { decision, reason }: RetryAdvice): string | undefined {
    if (error.code === Code.NOT_FOUND) {
      if (this.#everSucceeded) return reason;
      return this.#notFound > MAX_NOT_FOUND
        ? `${reason}, after ${this.#notFound} polls`
        : undefined;
    }
    const { maxPollFailures = MAX_POLL_FAILURES, refreshCredentials } = this.#limits;
    const isTaken =
      decision === "retry" ||
      (decision === "refresh-credentials" && refreshCredentials !== undefined);
    if (!isTaken) return reason;
    if (this.#failures < maxPollFailures) return undefined;
    return `${this.#failures} failed polls in a row, of at most ${maxPollFailures}`;
  }

  /** A delay of the server's is a floor, with some time after it, but not beyond the end of the waiting. */
  #pauseMs(advice: RetryAdvice, { error, remainingMs }: PollFailureFacts): number {
    const { decision, delayMs, delaySource } = advice;
    if (decision === "refresh-credentials") return 0;
    const isServers = delaySource !== undefined && delaySource !== "backoff";
    if (!isServers || error.code === Code.NOT_FOUND) return this.#pace.nextMs();
    return serverPauseMs(delayMs, remainingMs, this.#pace.fraction());
  }

  #remember(record: AttemptRecord): void {
    this.#records.push(record);
    if (this.#records.length > MAX_RECORDS) this.#records.shift();
  }
}

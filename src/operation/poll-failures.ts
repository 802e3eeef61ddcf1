import type { RpcError } from "../error/rpc-error.js";
import { adviseRetry } from "../retry/advise-retry.js";
import type { AttemptRecord } from "../retry/attempt-record.js";
import { findFailure } from "../retry/failure-kind.js";
import type { RetryAdvice } from "../retry/retry-advice.js";
import { serverPauseMs } from "../retry/server-pause.js";
import { Code } from "../status/code.js";
import type { CredentialRefresh } from "./credential-refresh.js";
import type { PollPace } from "./poll-pace.js";

/** How many failed polls are borne. */
export interface PollFailuresInit {
  readonly maxPollFailures: number | undefined;
  readonly credentials: CredentialRefresh;
  readonly pace: PollPace;
  /** Whether failures are remembered that did not end the polls: they hold what was thrown. */
  readonly keepsHistory: boolean;
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
  /** Whether it was sent with credentials that had just been got. */
  readonly refreshed: boolean;
  /** Whether a poll was answered before. */
  readonly everAnswered: boolean;
  readonly durationMs: number;
  readonly remainingMs: number;
  /** Whether the poll's own time was over, not that of the whole waiting. */
  readonly timedOut: boolean;
}

/** What comes after a failed poll. */
export interface AfterFailure {
  /** The pause before the next one; `undefined` where this was one too many, or a failure that stays. */
  readonly pauseMs: number | undefined;
  /** How long the service asked to be left alone, in milliseconds, whether or not there is a next one. */
  readonly askedMs: number | undefined;
  /** How many failed in a row, this one included. */
  readonly inRow: number;
  /** Whether the next poll needs new credentials. */
  readonly refreshes: boolean;
  readonly advice: RetryAdvice;
}

/** Default of `maxPollFailures`. */
export const MAX_POLL_FAILURES = 10;

/** Replicas of a service may not know an operation yet that has only just begun. */
const MAX_NOT_FOUND = 3;

/** How many failures in a row are remembered, where very many are allowed. */
const MAX_RECORDS = 100;

/** The polls that failed one after the other, and whether there is a further one. */
export class PollFailures {
  readonly #init: PollFailuresInit;
  #records: AttemptRecord[] = [];
  #failures = 0;
  #notFound = 0;

  constructor(init: PollFailuresInit) {
    this.#init = init;
  }

  /** The failures since the last poll that was answered, as far as they are kept; of very many the last. */
  get records(): readonly AttemptRecord[] {
    return this.#records;
  }

  /** Counts a poll that was answered with the operation. */
  succeed(): void {
    this.#failures = 0;
    this.#notFound = 0;
    if (this.#records.length > 0) this.#records = [];
  }

  /** Counts a failure. */
  fail(facts: PollFailureFacts): AfterFailure {
    const { error, thrown, attempt, startedAt, durationMs, now, timedOut } = facts;
    this.#failures++;
    this.#notFound = error.code === Code.NOT_FOUND ? this.#notFound + 1 : 0;
    const advice = adviseRetry(error, {
      idempotent: true,
      attempt: this.#failures,
      // That time is up ends the waiting by itself, and not as a failure of a poll.
      remainingMs: facts.remainingMs > 0 ? facts.remainingMs : Number.POSITIVE_INFINITY,
      attemptTimedOut: timedOut,
      refreshed: facts.refreshed,
      now,
    });
    const stopReason = this.#stopReason(facts, advice);
    const pauseMs = stopReason === undefined ? this.#pauseMs(advice, facts) : undefined;
    this.#remember({ attempt, startedAt, durationMs, error: thrown, advice, pauseMs, stopReason });
    const refreshes = pauseMs !== undefined && advice.decision === "refresh-credentials";
    return { pauseMs, askedMs: askedMs(advice), inRow: this.#failures, refreshes, advice };
  }

  #stopReason(facts: PollFailureFacts, { decision, reason }: RetryAdvice): string | undefined {
    if (facts.error.code === Code.NOT_FOUND) {
      if (facts.everAnswered) return reason;
      return this.#notFound > MAX_NOT_FOUND
        ? `${reason}, after ${this.#notFound} polls`
        : undefined;
    }
    const { maxPollFailures = MAX_POLL_FAILURES, credentials } = this.#init;
    const isTaken =
      decision === "retry" ||
      (decision === "refresh-credentials" && credentials.isPossible) ||
      isUnanswered(facts.error);
    if (!isTaken) return reason;
    if (this.#failures < maxPollFailures) return undefined;
    return `${this.#failures} failed polls in a row, of at most ${maxPollFailures}`;
  }

  /** A delay of the server's is a floor, with some time after it, but not beyond the end of the waiting. */
  #pauseMs(advice: RetryAdvice, { error, remainingMs }: PollFailureFacts): number {
    if (advice.decision === "refresh-credentials") return 0;
    const delayMs = error.code === Code.NOT_FOUND ? undefined : askedMs(advice);
    if (delayMs === undefined) return this.#init.pace.nextMs();
    return serverPauseMs(delayMs, remainingMs, this.#init.pace.fraction());
  }

  #remember(record: AttemptRecord): void {
    if (!this.#init.keepsHistory && record.stopReason === undefined) return;
    this.#records.push(record);
    if (this.#records.length > MAX_RECORDS) this.#records.shift();
  }
}

/** Whether no server answered, whatever the transport makes of that: to ask once more does no harm. */
function isUnanswered(error: RpcError): boolean {
  const { origin, httpStatus } = error;
  if (origin !== "transport" || httpStatus !== undefined) return false;
  return findFailure(error, {}).kind === "ordinary";
}

/** The delay that the server named. */
function askedMs({ delayMs, delaySource }: RetryAdvice): number | undefined {
  return delaySource === undefined || delaySource === "backoff" ? undefined : delayMs;
}

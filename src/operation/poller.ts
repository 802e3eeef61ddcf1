import { withAttempts } from "../retry/attempt-record.js";
import { type Clock, wallClockMs } from "../retry/clock.js";
import type { Patience } from "../retry/patience.js";
import { Code } from "../status/code.js";
import type { HeadersLike } from "../wire/headers.js";
import { survive } from "../wire/survive.js";
import type { CredentialRefresh } from "./credential-refresh.js";
import type { FirstSight } from "./first-sight.js";
import type { OperationErrorContext } from "./operation-error-context.js";
import { OperationPollError } from "./operation-poll-error.js";
import type { OperationSnapshot, OperationTypes } from "./operation-snapshot.js";
import type { OperationSource } from "./operation-source.js";
import { PollCall } from "./poll-call.js";
import { notFetched, type PollFailure, readPollFailure } from "./poll-failure.js";
import { type AfterFailure, type PollFailureFacts, PollFailures } from "./poll-failures.js";
import { PollPace } from "./poll-pace.js";
import { readAnswer } from "./read-answer.js";
import type { WatchOptions } from "./wait-options.js";

/** Default of `pollTimeoutMs`. */
export const POLL_TIMEOUT_MS = 30_000;

/** What all operations that are polled together have in common. */
export interface PollerSetting {
  readonly options: WatchOptions;
  readonly types: OperationTypes;
  readonly source: OperationSource;
  readonly clock: Clock;
  readonly credentials: CredentialRefresh;
  /** When the whole waiting is over, by the clock. */
  readonly endsAt: number;
  /** Whether failures are remembered that did not end the polls, and the server may be asked to wait. */
  readonly isAlone: boolean;
}

/** What came of a poll; one `"again"` says nothing: a server that cannot wait, or time that is over. */
export type PollOutcome =
  | { readonly kind: "answered"; readonly snapshot: OperationSnapshot }
  | { readonly kind: "failed"; readonly failed: FailedPoll; readonly after: AfterFailure }
  | { readonly kind: "again" };

/** A poll that failed. */
export interface FailedPoll extends PollFailure {
  /** When it began, by the clock. */
  readonly startedAt: number;
}

/**
 * One operation that is asked for, poll by poll. When that happens, and what follows from the answers, is up to
 * its owner; it holds neither timer nor listener between two polls.
 */
export class OperationPoller implements OperationErrorContext {
  readonly operationId: string;
  /** The last answer, as long as the owner leaves it here. */
  snapshot: OperationSnapshot | undefined;
  attempts = 0;
  /** Headers of the last answer. */
  headers: readonly HeadersLike[] = NO_HEADERS;
  readonly #setting: PollerSetting;
  readonly #pace: PollPace;
  /** Most operations never fail to be fetched. */
  #failures: PollFailures | undefined;
  #everAnswered = false;
  #waits: boolean;
  /** The pause before the next poll; `undefined` for the ordinary one. */
  #pauseMs: number | undefined;

  constructor({ operationId, snapshot }: FirstSight, setting: PollerSetting) {
    this.operationId = operationId;
    this.snapshot = snapshot;
    this.#setting = setting;
    this.#pace = new PollPace(setting.options);
    this.#waits = setting.isAlone && setting.source.wait !== undefined;
    // An operation that has only just begun is not asked for at once; one known by its id is.
    this.#pauseMs = snapshot === undefined ? 0 : undefined;
  }

  /** Takes the pause that is due before the next poll, in milliseconds. */
  takePauseMs(): number {
    const pauseMs = this.#pauseMs ?? this.#pace.nextMs();
    this.#pauseMs = undefined;
    return pauseMs;
  }

  /**
   * Asks for the operation once.
   *
   * @throws the patience's reason where that is over.
   */
  async poll(patience: Patience): Promise<PollOutcome> {
    this.attempts++;
    const call = this.#newCall();
    try {
      const answer = await call.run(patience);
      const snapshot = readAnswer(answer, this.operationId, this.#setting.types);
      this.#succeed(call);
      this.snapshot = snapshot;
      return { kind: "answered", snapshot };
    } catch (thrown) {
      if (patience.signal.aborted) throw patience.signal.reason;
      return this.#fail(call, thrown);
    }
  }

  /** Takes an answer that did not come from a poll of its own; `undefined` where it is no answer. */
  take(answer: unknown): OperationSnapshot | undefined {
    try {
      this.snapshot = readAnswer(answer, this.operationId, this.#setting.types);
    } catch {
      return undefined;
    }
    this.#answered();
    return this.snapshot;
  }

  /** Lets go of the last answer, for an owner of very many. */
  forget(): void {
    this.snapshot = undefined;
    this.headers = NO_HEADERS;
  }

  /** The error for an operation that cannot be asked for any more. */
  pollError({ error, cause }: PollFailure): OperationPollError {
    const message = notFetched(this.operationId, error);
    return this.withHistory(new OperationPollError(message, this, cause));
  }

  /** The error with the failed polls that came before it. */
  withHistory<E extends Error>(error: E): E {
    withAttempts(error, this.#failures?.records ?? [], () => error);
    return error;
  }

  get #remainingMs(): number {
    const { endsAt, clock } = this.#setting;
    return Math.max(0, endsAt - clock.now());
  }

  #newCall(): PollCall {
    const remainingMs = this.#remainingMs;
    const { source, clock, options } = this.#setting;
    const { pollTimeoutMs = POLL_TIMEOUT_MS } = options;
    return new PollCall({
      source,
      operationId: this.operationId,
      waits: this.#waits,
      timeoutMs: Math.min(pollTimeoutMs, remainingMs),
      remainingMs,
      clock,
    });
  }

  #succeed(call: PollCall): void {
    const { waits, timeoutMs } = call.init;
    this.#answered();
    this.headers = call.headers;
    this.#pace.setNextMs(call.intervalMs);
    // A server that has waited makes the pause itself; one that answers at once only seems to wait.
    if (waits && call.elapsedMs >= timeoutMs / 2) this.#pauseMs = 0;
  }

  #answered(): void {
    this.#everAnswered = true;
    this.#failures?.succeed();
    this.#setting.credentials.succeed();
  }

  #fail(call: PollCall, thrown: unknown): PollOutcome {
    const failed = { ...readPollFailure(thrown, call.headers), startedAt: call.startedAt };
    if (call.init.waits && failed.error.code === Code.UNIMPLEMENTED) {
      this.#waits = false;
      this.#pauseMs = 0;
      return { kind: "again" };
    }
    if (call.endsWithAll && call.ranOut(failed.error)) {
      // The source was a little faster than the end of everything, which is not its failure.
      this.#pauseMs = Number.POSITIVE_INFINITY;
      return { kind: "again" };
    }
    this.#pace.setNextMs(call.intervalMs);
    this.#failures ??= this.#newFailures();
    const after = this.#failures.fail(this.#factsOf(call, failed));
    this.#pauseMs = after.pauseMs;
    this.#tell(failed, after);
    return { kind: "failed", failed, after };
  }

  #tell({ error }: FailedPoll, { pauseMs, advice }: AfterFailure): void {
    const { onRetry } = this.#setting.options;
    const { operationId, attempts: attempt } = this;
    const remainingMs = this.#remainingMs;
    // A poll that comes after the end is none.
    if (onRetry === undefined || pauseMs === undefined || pauseMs >= remainingMs) return;
    survive(() => onRetry({ operationId, error, attempt, pauseMs, advice, remainingMs }));
  }

  #newFailures(): PollFailures {
    const { options, credentials, isAlone } = this.#setting;
    return new PollFailures({
      maxPollFailures: options.maxPollFailures,
      credentials,
      pace: this.#pace,
      keepsHistory: isAlone,
    });
  }

  #factsOf(call: PollCall, { error, cause }: FailedPoll): PollFailureFacts {
    const { clock, credentials } = this.#setting;
    return {
      error,
      thrown: cause,
      attempt: this.attempts,
      startedAt: call.startedOn,
      durationMs: call.elapsedMs,
      now: wallClockMs(clock),
      remainingMs: this.#remainingMs,
      timedOut: call.ranOut(error),
      refreshed: credentials.hadNewOnes(call.startedAt),
      everAnswered: this.#everAnswered,
    };
  }
}

const NO_HEADERS: readonly HeadersLike[] = [];

/** Reads what a refresh of credentials failed with, as the failure of the poll that needed it. */
export function failedRefresh(thrown: unknown, startedAt: number): FailedPoll {
  return { ...readPollFailure(thrown, NO_HEADERS), startedAt };
}

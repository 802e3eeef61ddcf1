import { RpcError } from "../error/rpc-error.js";
import { withAttempts } from "../retry/attempt-record.js";
import { type Clock, systemClock, wallClockMs } from "../retry/clock.js";
import { Patience } from "../retry/patience.js";
import { Code } from "../status/code.js";
import type { HeadersLike } from "../wire/headers.js";
import { firstSight } from "./first-sight.js";
import type { OperationErrorContext } from "./operation-error-context.js";
import { OperationPollError } from "./operation-poll-error.js";
import type { OperationSnapshot, OperationTypes } from "./operation-snapshot.js";
import type { OperationSource } from "./operation-source.js";
import { OperationTimeoutError } from "./operation-timeout-error.js";
import { PollCall } from "./poll-call.js";
import { notFetched, type PollFailure, readPollFailure } from "./poll-failure.js";
import { PollFailures } from "./poll-failures.js";
import { PollPace } from "./poll-pace.js";
import { readAnswer } from "./read-answer.js";
import { requestCancel } from "./request-cancel.js";
import { sameProgress } from "./same-progress.js";
import { sourceOf } from "./source-of.js";
import { isFinal } from "./state.js";
import { typesOfOptions } from "./types-of-options.js";
import type { WatchOptions } from "./wait-options.js";

/** Default of `pollTimeoutMs`. */
const POLL_TIMEOUT_MS = 30_000;

/**
 * One operation that is waited for: gives its next snapshot, asked for at the right time. It holds neither
 * timer nor listener between two of them; the {@link Patience} belongs to the caller.
 */
export class OperationPoller implements OperationErrorContext {
  readonly operationId: string;
  snapshot: OperationSnapshot | undefined;
  attempts = 0;
  /** Headers of the last answer. */
  headers: readonly HeadersLike[] = [];
  readonly #options: WatchOptions;
  readonly #types: OperationTypes;
  readonly #source: OperationSource;
  readonly #clock: Clock;
  readonly #pace: PollPace;
  readonly #failures: PollFailures;
  readonly #endsAt: number;
  #waits: boolean;
  /** The pause before the next poll; `undefined` for the ordinary one. */
  #pauseMs: number | undefined;

  /** @throws TypeError where `operation` is neither an operation nor an id. */
  constructor(operation: unknown, options: WatchOptions) {
    const { timeoutMs = Number.POSITIVE_INFINITY, clock = systemClock } = options;
    this.#options = options;
    this.#types = typesOfOptions(options);
    const { operationId, snapshot } = firstSight(operation, this.#types);
    this.operationId = operationId;
    this.snapshot = snapshot;
    this.#source = sourceOf(options);
    this.#waits = this.#source.wait !== undefined;
    this.#clock = clock;
    this.#pace = new PollPace(options);
    this.#failures = new PollFailures(options, this.#pace);
    this.#endsAt = clock.now() + timeoutMs;
    // An operation that has only just begun is not asked for at once; one known by its id is.
    this.#pauseMs = snapshot === undefined ? 0 : undefined;
  }

  /** As much patience as is left: until `timeoutMs` is over, or `signal` is aborted. */
  patience(signal: AbortSignal | undefined): Patience {
    return new Patience({ signal, timeoutMs: this.#remainingMs, clock: this.#clock });
  }

  /**
   * Polls until something has changed, and gives what there is then.
   *
   * @throws OperationPollError where asking failed for good; the patience's reason where that is over.
   */
  async next(patience: Patience): Promise<OperationSnapshot> {
    for (;;) {
      await this.#pause(patience);
      const before = this.snapshot;
      const snapshot = await this.#poll(patience);
      if (snapshot === undefined) continue;
      this.snapshot = snapshot;
      if (before === undefined || !sameProgress(before, snapshot)) return snapshot;
    }
  }

  /**
   * What the waiting ends with for what was thrown: an OperationTimeoutError where patience is over, after the
   * service was asked to cancel the operation, if that is wanted.
   */
  async ended(patience: Patience, thrown: unknown): Promise<unknown> {
    patience.end();
    const { signal, timedOut } = patience;
    if (!signal.aborted || !Object.is(thrown, signal.reason)) return thrown;
    const { cancelOnAbort = false, timeoutMs } = this.#options;
    const isOver = this.snapshot !== undefined && isFinal(this.snapshot.state);
    const cancelRequested =
      cancelOnAbort &&
      !isOver &&
      (await requestCancel(this.#source, this.operationId, this.#clock));
    const { operationId, snapshot, attempts } = this;
    const reason = timedOut ? "timeout" : "aborted";
    const cause = timedOut
      ? new RpcError("DEADLINE_EXCEEDED", `not over after ${timeoutMs} ms`)
      : thrown;
    const context = {
      operationId,
      snapshot,
      attempts,
      reason,
      timeoutMs,
      cancelRequested,
    } as const;
    return this.#withHistory(new OperationTimeoutError(context, cause));
  }

  get #remainingMs(): number {
    return Math.max(0, this.#endsAt - this.#clock.now());
  }

  async #pause(patience: Patience): Promise<void> {
    patience.signal.throwIfAborted();
    const pauseMs = this.#pauseMs ?? this.#pace.nextMs();
    this.#pauseMs = undefined;
    if (pauseMs > 0) await patience.sleep(pauseMs);
  }

  async #poll(patience: Patience): Promise<OperationSnapshot | undefined> {
    this.attempts++;
    const call = this.#newCall();
    try {
      const answer = await call.run(patience);
      const snapshot = readAnswer(answer, this.operationId, this.#types);
      this.#succeed(call);
      return snapshot;
    } catch (thrown) {
      if (patience.signal.aborted) throw patience.signal.reason;
      await this.#fail(call, thrown, patience);
      return undefined;
    }
  }

  #newCall(): PollCall {
    const remainingMs = this.#remainingMs;
    const { pollTimeoutMs = POLL_TIMEOUT_MS } = this.#options;
    return new PollCall({
      source: this.#source,
      operationId: this.operationId,
      waits: this.#waits,
      timeoutMs: Math.min(pollTimeoutMs, remainingMs),
      remainingMs,
      clock: this.#clock,
    });
  }

  #succeed(call: PollCall): void {
    const { waits, timeoutMs } = call.init;
    this.#failures.succeed();
    this.headers = call.headers;
    this.#pace.setNextMs(call.intervalMs);
    // A server that has waited makes the pause itself; one that answers at once only seems to wait.
    if (waits && call.elapsedMs >= timeoutMs / 2) this.#pauseMs = 0;
  }

  async #fail(call: PollCall, thrown: unknown, patience: Patience): Promise<void> {
    const failure = readPollFailure(thrown, call.headers);
    const { error } = failure;
    if (call.init.waits && error.code === Code.UNIMPLEMENTED) {
      this.#waits = false;
      this.#pauseMs = 0;
      return;
    }
    this.#pace.setNextMs(call.intervalMs);
    const next = this.#failures.fail({
      error,
      thrown: failure.cause,
      attempt: this.attempts,
      startedAt: call.startedOn,
      durationMs: call.elapsedMs,
      now: wallClockMs(this.#clock),
      remainingMs: this.#remainingMs,
      timedOut: call.ranOut(error),
    });
    if (next === undefined) throw this.#pollError(failure);
    this.#pauseMs = next.pauseMs;
    if (next.refreshes) await this.#refresh(error, patience);
  }

  async #refresh(error: RpcError, patience: Patience): Promise<void> {
    try {
      await patience.run(async () => this.#options.refreshCredentials?.(error));
    } catch (thrown) {
      if (patience.signal.aborted) throw patience.signal.reason;
      throw this.#pollError(readPollFailure(thrown, []));
    }
  }

  #pollError({ error, cause }: PollFailure): unknown {
    const message = notFetched(this.operationId, error);
    return this.#withHistory(new OperationPollError(message, this, cause));
  }

  #withHistory(error: Error): unknown {
    return withAttempts(error, this.#failures.records, () => error);
  }
}

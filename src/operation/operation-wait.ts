import { RpcError } from "../error/rpc-error.js";
import { systemClock } from "../retry/clock.js";
import { Patience } from "../retry/patience.js";
import { CredentialRefresh } from "./credential-refresh.js";
import { firstSight } from "./first-sight.js";
import type { OperationSnapshot } from "./operation-snapshot.js";
import { OperationTimeoutError } from "./operation-timeout-error.js";
import { type FailedPoll, failedRefresh, OperationPoller, type PollerSetting } from "./poller.js";
import { progressPrint } from "./progress-print.js";
import { requestCancel } from "./request-cancel.js";
import { sourceOf } from "./source-of.js";
import { isFinal } from "./state.js";
import { typesOfOptions } from "./types-of-options.js";
import type { WatchOptions } from "./wait-options.js";

/** One operation that is waited for: its polls at the right time, until something has changed. */
export class OperationWait {
  readonly poller: OperationPoller;
  readonly #setting: PollerSetting;
  #print: number | undefined;

  /** @throws TypeError where `operation` is neither an operation nor an id. */
  constructor(operation: unknown, options: WatchOptions) {
    const { timeoutMs = Number.POSITIVE_INFINITY, clock = systemClock } = options;
    const types = typesOfOptions(options);
    this.#setting = {
      options,
      types,
      source: sourceOf(options),
      clock,
      credentials: new CredentialRefresh(options.refreshCredentials, clock),
      endsAt: clock.now() + timeoutMs,
      isAlone: true,
    };
    const first = firstSight(operation, types);
    this.poller = new OperationPoller(first, this.#setting);
    if (first.snapshot !== undefined) this.#print = progressPrint(first.snapshot);
  }

  /** As much patience as is left: until `timeoutMs` is over, or `signal` is aborted. */
  patience(signal: AbortSignal | undefined): Patience {
    const { clock, endsAt } = this.#setting;
    return new Patience({ signal, timeoutMs: Math.max(0, endsAt - clock.now()), clock });
  }

  /**
   * Polls until something has changed, and gives what there is then.
   *
   * @throws OperationPollError where asking failed for good; the patience's reason where that is over.
   */
  async next(patience: Patience): Promise<OperationSnapshot> {
    for (;;) {
      await this.#pause(patience);
      const snapshot = await this.#poll(patience);
      if (snapshot === undefined) continue;
      const print = progressPrint(snapshot);
      if (print === this.#print) continue;
      this.#print = print;
      return snapshot;
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
    const { source, clock, options } = this.#setting;
    const { cancelOnAbort = false, timeoutMs } = options;
    const { operationId, snapshot, attempts } = this.poller;
    const isOver = snapshot !== undefined && isFinal(snapshot.state);
    const cancelRequested =
      cancelOnAbort && !isOver && (await requestCancel(source, operationId, clock));
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
    return this.poller.withHistory(new OperationTimeoutError(context, cause));
  }

  async #pause(patience: Patience): Promise<void> {
    patience.signal.throwIfAborted();
    const pauseMs = this.poller.takePauseMs();
    if (pauseMs > 0) await patience.sleep(pauseMs);
  }

  /** The answer of a poll; `undefined` where there has to be another one. */
  async #poll(patience: Patience): Promise<OperationSnapshot | undefined> {
    const outcome = await this.poller.poll(patience);
    if (outcome.kind === "answered") return outcome.snapshot;
    if (outcome.kind === "again") return undefined;
    const { failed, after } = outcome;
    if (after.pauseMs === undefined) throw this.poller.pollError(failed);
    if (after.refreshes) await this.#refresh(failed, patience);
    return undefined;
  }

  async #refresh({ error, startedAt }: FailedPoll, patience: Patience): Promise<void> {
    const { credentials } = this.#setting;
    try {
      await patience.run(() => credentials.run(error, startedAt));
    } catch (thrown) {
      if (patience.signal.aborted) throw patience.signal.reason;
      throw this.poller.pollError(failedRefresh(thrown, startedAt));
    }
  }
}

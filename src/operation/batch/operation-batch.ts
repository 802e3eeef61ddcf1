import { systemClock } from "../../retry/clock.js";
import { CredentialRefresh } from "../credential-refresh.js";
import type { FirstSight } from "../first-sight.js";
import { isSettled } from "../is-settled.js";
import type { OperationSnapshot } from "../operation-snapshot.js";
import { MAX_POLL_FAILURES } from "../poll-failures.js";
import { fractionOf } from "../poll-pace.js";
import type { FailedPoll, PollerSetting, PollOutcome } from "../poller.js";
import { sourceOf } from "../source-of.js";
import { typesOfOptions } from "../types-of-options.js";
import { Alarm } from "./alarm.js";
import type { BatchEnd } from "./batch-end.js";
import { BatchEntry } from "./batch-entry.js";
import type { OperationUpdate, WatchManyOptions } from "./batch-options.js";
import { BatchPace } from "./batch-pace.js";
import { ListPolls } from "./list-polls.js";
import { PollSchedule } from "./poll-schedule.js";
import { ServiceCalls } from "./service-calls.js";
import { SharedClock } from "./shared-clock.js";
import { UpdateQueue } from "./update-queue.js";

/** Default of `concurrency`. */
const CONCURRENCY = 32;

/** How many updates may wait for their reader before the polls do. */
const MAX_UNTAKEN = 1_000;

/** The fewest breaks, and the fewest refusals, in a row that end everything: one could be an accident. */
const LEAST_TO_END = 3;

/**
 * Very many operations that are asked for together, with a bound on how many polls are under way. One timer
 * wakes it, and serves the polls' own deadlines too; between two polls an operation is an entry in a queue.
 */
export class OperationBatch {
  /** What is not over, by id. */
  readonly pending = new Map<string, BatchEntry>();
  readonly updates = new UpdateQueue<OperationUpdate>(MAX_UNTAKEN);
  readonly setting: PollerSetting;
  readonly #options: WatchManyOptions;
  readonly #pace: BatchPace;
  readonly #schedule: PollSchedule;
  readonly #calls: ServiceCalls;
  readonly #list: ListPolls | undefined;
  readonly #alarm: Alarm;
  readonly #deadline: Alarm;
  readonly #abort = () => this.stop({ kind: "aborted", reason: this.#options.signal?.reason });
  #refusalsInRow = 0;
  #end: BatchEnd | undefined;

  /** @param firsts - what is not over as far as anybody knows; what is known of it has been told already. */
  constructor(firsts: Iterable<FirstSight>, options: WatchManyOptions) {
    const { timeoutMs = Number.POSITIVE_INFINITY, concurrency = CONCURRENCY, backoff } = options;
    const clock = new SharedClock(options.clock ?? systemClock);
    const now = clock.now();
    const source = sourceOf(options);
    const credentials = new CredentialRefresh(options.refreshCredentials, clock);
    const types = typesOfOptions(options);
    this.#options = options;
    this.setting = {
      options,
      types,
      source,
      clock,
      credentials,
      endsAt: now + timeoutMs,
      isAlone: false,
    };
    const fraction = () => fractionOf(options.random);
    this.#pace = new BatchPace({ concurrency, backoff, fraction }, now);
    this.#schedule = new PollSchedule(this.#pace, fraction);
    this.#calls = new ServiceCalls({ clock, pace: this.#pace, credentials });
    if (source.list) this.#list = this.#newList();
    this.#alarm = new Alarm(clock, () => this.goOn());
    this.#deadline = new Alarm(clock, () => this.stop({ kind: "timeout" }));
    if (timeoutMs !== Number.POSITIVE_INFINITY) this.#deadline.setBy(now + timeoutMs);
    for (const first of firsts) this.#add(first, now);
    if (this.pending.size === 0) this.stop({ kind: "done" });
    else if (options.signal?.aborted) this.#abort();
    else options.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /** Why it ended before all operations did; `undefined` as long as it goes on. */
  get end(): BatchEnd | undefined {
    return this.#end;
  }

  /** Begins the polls that are due, as far as the pace and the reader of the updates allow it. */
  goOn(): void {
    try {
      this.#beginDue();
    } catch (defect) {
      this.stop({ kind: "defect", defect });
    }
  }

  /** Ends every poll, and lets go of the timer and the signal. What is pending stays so. */
  stop(end: BatchEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#options.signal?.removeEventListener("abort", this.#abort);
    this.#alarm.stop();
    this.#deadline.stop();
    this.#calls.stop();
    this.updates.wake();
  }

  #beginDue(): void {
    while (!this.#calls.areHeld && this.updates.hasRoom) {
      const now = this.setting.clock.now();
      const reading = this.#list && this.#schedule.beginReading(now);
      if (reading !== undefined) void this.#readList(reading);
      const entry = this.#schedule.takeNext(now);
      if (entry === undefined) {
        this.#alarm.setBy(this.#schedule.nextAt);
        return;
      }
      void this.#poll(entry);
    }
  }

  #add(first: FirstSight, now: number): void {
    if (this.pending.has(first.operationId)) return;
    const entry = new BatchEntry(first, this.setting, this.#list !== undefined);
    this.pending.set(first.operationId, entry);
    this.#schedule.add(entry, now + entry.poller.takePauseMs());
  }

  #newList(): ListPolls {
    return new ListPolls({
      setting: this.setting,
      calls: this.#calls,
      updates: this.updates,
      entryOf: (id) => this.pending.get(id),
      take: (entry, operation) => this.#takeListed(entry, operation),
    });
  }

  async #readList(number: number): Promise<void> {
    try {
      const pauseMs = await this.#calls.run(async () => this.#list?.read(number));
      const now = this.setting.clock.now();
      if (pauseMs === undefined) this.#schedule.giveUpList(now);
      else this.#schedule.endReading(now, now + pauseMs);
      this.goOn();
    } catch (defect) {
      this.stop({ kind: "defect", defect });
    }
  }

  async #poll(entry: BatchEntry): Promise<void> {
    const { poller } = entry;
    try {
      const outcome = await this.#calls.run(() =>
        this.#calls.call((patience) => poller.poll(patience)),
      );
      if (outcome !== undefined && this.#end === undefined) await this.#settle(entry, outcome);
      this.goOn();
    } catch (defect) {
      this.stop({ kind: "defect", defect });
    }
  }

  async #settle(entry: BatchEntry, outcome: PollOutcome): Promise<void> {
    if (outcome.kind === "answered") {
      this.#refusalsInRow = 0;
      this.#calls.answered();
      return this.#take(entry, outcome.snapshot);
    }
    if (outcome.kind === "again") return this.#await(entry);
    const { failed, after } = outcome;
    const state = this.#calls.failed(failed, after);
    this.#endAfter(this.#pace.slowedInRow, failed);
    const failure = after.refreshes ? await this.#calls.refresh(failed) : undefined;
    if (this.#end !== undefined) return;
    if (failure !== undefined) return this.#giveUp(entry, failure, true);
    // That the service throttles is hardly the fault of this operation.
    const isBorne = state === "throttles" && after.inRow < this.#maxFailures;
    if (after.pauseMs !== undefined || isBorne) return this.#await(entry);
    this.#giveUp(entry, failed, state === "refuses");
  }

  /** Takes what the list has of an operation that waits for it. */
  #takeListed(entry: BatchEntry, operation: unknown): void {
    if (!this.#schedule.waitsForList(entry)) return;
    const snapshot = entry.poller.take(operation);
    if (snapshot === undefined) return;
    this.#schedule.takeListed(entry);
    this.#take(entry, snapshot);
  }

  #take(entry: BatchEntry, snapshot: OperationSnapshot): void {
    const { operationId } = entry.poller;
    const isLast = isSettled(snapshot, this.#options);
    const isNews = this.#options.finalOnly !== true && entry.isNews(snapshot);
    entry.poller.forget();
    if (isLast || isNews) this.updates.add({ operationId, snapshot, error: undefined, isLast });
    if (isLast) this.#forget(entry);
    else this.#await(entry);
  }

  #await(entry: BatchEntry): void {
    this.#schedule.add(entry, this.setting.clock.now() + entry.poller.takePauseMs());
  }

  #giveUp(entry: BatchEntry, failed: FailedPoll, isRefused: boolean): void {
    const { operationId } = entry.poller;
    const error = entry.poller.pollError(failed);
    this.updates.add({ operationId, snapshot: undefined, error, isLast: true });
    this.#forget(entry);
    if (isRefused) this.#endAfter(++this.#refusalsInRow, failed);
  }

  #forget(entry: BatchEntry): void {
    this.pending.delete(entry.poller.operationId);
    // A timer would keep the process from its end.
    if (this.pending.size === 0) this.stop({ kind: "done" });
  }

  get #maxFailures(): number {
    return this.#options.maxPollFailures ?? MAX_POLL_FAILURES;
  }

  #endAfter(inRow: number, failed: FailedPoll): void {
    if (inRow >= Math.max(LEAST_TO_END, this.#maxFailures)) this.stop({ kind: "refused", failed });
  }
}

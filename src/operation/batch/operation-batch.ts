import { systemClock } from "../../retry/clock.js";
import { CredentialRefresh } from "../credential-refresh.js";
import type { FirstSight } from "../first-sight.js";
import { isSettled } from "../is-settled.js";
import type { OperationSnapshot } from "../operation-snapshot.js";
import { MAX_POLL_FAILURES } from "../poll-failures.js";
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

/**
 * Very many operations that are asked for together, with a bound on how many polls are under way. One timer
 * wakes it, and serves the polls' own deadlines too; between two polls an operation is an entry in a queue.
 */
export class OperationBatch {
  /** What is not over, by id; what has none by itself. */
  readonly pending = new Map<unknown, BatchEntry>();
  readonly updates = new UpdateQueue<OperationUpdate>();
  readonly setting: PollerSetting;
  readonly #options: WatchManyOptions;
  readonly #schedule: PollSchedule;
  readonly #calls: ServiceCalls;
  readonly #list: ListPolls | undefined;
  readonly #alarm: Alarm;
  readonly #deadline: Alarm;
  readonly #abort = () => this.stop({ kind: "aborted", reason: this.#options.signal?.reason });
  #end: BatchEnd | undefined;

  constructor(firsts: Iterable<FirstSight>, options: WatchManyOptions) {
    const { timeoutMs = Number.POSITIVE_INFINITY } = options;
    const { concurrency = CONCURRENCY, backoff, random = Math.random } = options;
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
    const pace = new BatchPace({ concurrency, backoff, fraction: random }, now);
    this.#schedule = new PollSchedule(pace);
    this.#calls = new ServiceCalls({
      clock,
      pace,
      credentials,
      maxFailures: this.#maxFailures,
      onRefused: (failed) => this.stop({ kind: "refused", failed }),
    });
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
    while (!this.#calls.areHeld && this.updates.size < MAX_UNTAKEN) {
      const now = this.setting.clock.now();
      const reading = this.#list && this.#schedule.beginReading(now);
      if (reading !== undefined) void this.#readList(reading);
      const entry = this.#schedule.takeNext(now);
      if (entry === undefined) {
        this.#alarm.setBy(this.#schedule.nextAt);
        return;
      }
      this.#begin(entry);
    }
  }

  get #maxFailures(): number {
    return this.#options.maxPollFailures ?? MAX_POLL_FAILURES;
  }

  #add(first: FirstSight, now: number): void {
    if (this.pending.has(first.operationId)) return;
    const entry = new BatchEntry(first, this.setting, this.#list !== undefined);
    this.pending.set(keyOf(entry), entry);
    // What is known already is told at once, and only then waited for.
    if (first.snapshot) this.#schedule.addFirst(entry, now);
    else this.#schedule.add(entry, now + entry.poller.takePauseMs());
  }

  #newList(): ListPolls {
    return new ListPolls({
      setting: this.setting,
      calls: this.#calls,
      entryOf: (id) => this.pending.get(id),
      take: (entry, operation) => this.#takeListed(entry, operation),
    });
  }

  async #readList(number: number): Promise<void> {
    try {
      const pauseMs = await this.#list?.read(number);
      const now = this.setting.clock.now();
      if (pauseMs === undefined) this.#schedule.giveUpList(now);
      else this.#schedule.endReading(now, now + pauseMs);
      this.goOn();
    } catch (defect) {
      this.stop({ kind: "defect", defect });
    }
  }

  #begin(entry: BatchEntry): void {
    const { snapshot } = entry.poller;
    // What the caller knows already is the first that is told of an operation.
    if (snapshot === undefined) void this.#poll(entry);
    else this.#take(entry, snapshot);
  }

  async #poll(entry: BatchEntry): Promise<void> {
    try {
      const outcome = await this.#calls.call((patience) => entry.poller.poll(patience));
      if (outcome !== undefined && this.#end === undefined) await this.#settle(entry, outcome);
      this.goOn();
    } catch (defect) {
      this.stop({ kind: "defect", defect });
    }
  }

  async #settle(entry: BatchEntry, outcome: PollOutcome): Promise<void> {
    if (outcome.kind === "answered") {
      this.#calls.answered();
      return this.#take(entry, outcome.snapshot);
    }
    if (outcome.kind === "again") return this.#await(entry);
    const { failed, after } = outcome;
    const state = this.#calls.failed(failed, after);
    if (this.#end !== undefined) return;
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

  #forget(entry: BatchEntry): void {
    this.pending.delete(keyOf(entry));
    // A timer would keep the process from its end.
    if (this.pending.size === 0) this.stop({ kind: "done" });
  }

  #await(entry: BatchEntry): void {
    this.#schedule.add(entry, this.setting.clock.now() + entry.poller.takePauseMs());
  }

  #giveUp(entry: BatchEntry, failed: FailedPoll, isRefused: boolean): void {
    const { operationId } = entry.poller;
    const error = entry.poller.pollError(failed);
    this.updates.add({ operationId, snapshot: undefined, error, isLast: true });
    this.#forget(entry);
    if (isRefused) this.#calls.refused(failed);
  }
}

/** Operations without an id are over already, and there may be several. */
function keyOf(entry: BatchEntry): unknown {
  return entry.poller.operationId || entry;
}

import type { BatchEntry } from "./batch-entry.js";
import type { BatchPace } from "./batch-pace.js";
import { DueQueue } from "./due-queue.js";

/** From how many operations on that are due at once a page of the list may be cheaper than to fetch each. */
const LIST_FROM = 20;

/** Which operation is asked for next, and when: the one whose turn was first. */
export class PollSchedule {
  readonly #pace: BatchPace;
  /** To be fetched one by one, and what the service's list may have. */
  readonly #single = new DueQueue<BatchEntry>();
  readonly #listed = new DueQueue<BatchEntry>();
  /** Whether the list is being read, which what it may have waits for. */
  #isReading = false;

  constructor(pace: BatchPace) {
    this.#pace = pace;
  }

  add(entry: BatchEntry, dueAt: number): void {
    this.#queueOf(entry).add(entry, dueAt);
  }

  remove(entry: BatchEntry): void {
    this.#queueOf(entry).remove(entry);
  }

  /** Takes out what is fetched now; `undefined` where nothing is due, or the pace does not allow it. */
  takeNext(now: number): BatchEntry | undefined {
    if (!this.#pace.hasRoom || this.#pace.nextAt > now) return undefined;
    return this.#earlier().takeDue(now);
  }

  /** When there will be something to take, if nothing else happens; `Infinity` for never. */
  get nextAt(): number {
    const dueAt = this.#pace.hasRoom ? this.#earlier().first?.dueAt : undefined;
    return Math.max(dueAt ?? Number.POSITIVE_INFINITY, this.#pace.nextAt);
  }

  /** Begins to read the list, if so many are due that may stand in it. Tells whether it is to be read. */
  beginReading(now: number): boolean {
    if (this.#isReading || this.#pace.nextAt > now) return false;
    this.#isReading = this.#listed.countDue(now, LIST_FROM) === LIST_FROM;
    return this.#isReading;
  }

  /** The list was read: whose turn had come before and who is still waiting does not stand in it. */
  endReading(startedAt: number): void {
    this.#isReading = false;
    this.#unlist(startedAt);
  }

  /** There is no list, after all. */
  giveUpList(): void {
    this.#isReading = false;
    this.#unlist(Number.POSITIVE_INFINITY);
  }

  #unlist(dueBy: number): void {
    for (;;) {
      const entry = this.#listed.takeDue(dueBy);
      if (entry === undefined) return;
      entry.isListed = false;
      this.#single.add(entry, entry.dueAt);
    }
  }

  #queueOf({ isListed }: BatchEntry): DueQueue<BatchEntry> {
    return isListed ? this.#listed : this.#single;
  }

  /** The queue whose first is due earlier; what the list may have counts only while that is not read. */
  #earlier(): DueQueue<BatchEntry> {
    const [single, listed] = [this.#single.first, this.#listed.first];
    if (listed === undefined || this.#isReading) return this.#single;
    return single === undefined || listed.dueAt < single.dueAt ? this.#listed : this.#single;
  }
}

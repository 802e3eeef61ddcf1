import type { BatchEntry } from "./batch-entry.js";
import type { BatchPace } from "./batch-pace.js";
import { DueQueue } from "./due-queue.js";

/** From how many operations on the list is read, in which others may stand as well. */
const LIST_FROM = 20;

/** After how many breaks in a row not the first in turn is asked for, which may be one that nobody can reach. */
const PROBE_FROM = 2;

/** Which operation is asked for next, and when: the one whose turn was first. Those of the list are read together. */
export class PollSchedule {
  readonly #pace: BatchPace;
  readonly #fraction: () => number;
  readonly #single = new DueQueue<BatchEntry>();
  /** What the service's list may have, and when that is read next. */
  readonly #listed = new Set<BatchEntry>();
  #listAt = Number.NEGATIVE_INFINITY;
  /** How many times the list was read, this one included. */
  #readings = 0;
  #isReading = false;

  /** @param fraction - gives a number from 0 to 1. */
  constructor(pace: BatchPace, fraction: () => number) {
    this.#pace = pace;
    this.#fraction = fraction;
  }

  /** Lets an operation wait for its next poll, alone or with the list. */
  add(entry: BatchEntry, dueAt: number): void {
    if (!entry.isListed) {
      this.#single.add(entry, dueAt);
      return;
    }
    entry.waitsFor = this.#readings + 1;
    this.#listed.add(entry);
  }

  waitsForList(entry: BatchEntry): boolean {
    return this.#listed.has(entry);
  }

  /** Takes out an operation that stood in the list. */
  takeListed(entry: BatchEntry): void {
    this.#listed.delete(entry);
  }

  /** Takes out what is fetched now; `undefined` where nothing is due, or the pace does not allow it. */
  takeNext(now: number): BatchEntry | undefined {
    if (!this.#pace.hasRoom || this.#pace.nextAt > now) return undefined;
    if (this.#pace.slowedInRow >= PROBE_FROM) return this.#single.takeAny(this.#fraction());
    return this.#single.takeDue(now);
  }

  /** When there will be something to begin, if nothing else happens; `Infinity` for never. */
  get nextAt(): number {
    const never = Number.POSITIVE_INFINITY;
    if (!this.#pace.hasRoom) return never;
    const singleAt = this.#single.first?.dueAt ?? never;
    const listAt = this.#isReading || this.#listed.size === 0 ? never : this.#listAt;
    return Math.max(Math.min(singleAt, listAt), this.#pace.nextAt);
  }

  /** Begins to read the list, if it is time. Gives which reading that is, from 1; `undefined` for none. */
  beginReading(now: number): number | undefined {
    const waitsUntil = Math.max(this.#listAt, this.#pace.nextAt);
    const isTime = !this.#isReading && this.#pace.hasRoom && waitsUntil <= now;
    if (!isTime || this.#listed.size === 0) return undefined;
    if (this.#listed.size < LIST_FROM) {
      this.giveUpList(now);
      return undefined;
    }
    this.#isReading = true;
    return ++this.#readings;
  }

  /** The list was read: what had waited for it and did not stand in it is fetched alone from now on. */
  endReading(now: number, listAt: number): void {
    this.#isReading = false;
    this.#listAt = listAt;
    this.#unlist(now, ({ waitsFor }) => waitsFor <= this.#readings);
  }

  /** Everything is fetched alone. */
  giveUpList(now: number): void {
    this.#isReading = false;
    this.#unlist(now, () => true);
  }

  #unlist(now: number, isAlone: (entry: BatchEntry) => boolean): void {
    for (const entry of this.#listed) {
      if (!isAlone(entry)) continue;
      this.#listed.delete(entry);
      entry.isListed = false;
      this.#single.add(entry, now);
    }
  }
}

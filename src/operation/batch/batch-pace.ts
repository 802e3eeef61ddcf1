import type { BackoffOptions } from "../../retry/backoff.js";
import { pollPauseMs } from "../poll-pause.js";

/** What a {@link BatchPace} is made of. */
export interface BatchPaceInit {
  /** How many calls may be under way at once. */
  readonly concurrency: number;
  readonly backoff: BackoffOptions | undefined;
  /** Gives a number from 0 to 1. */
  readonly fraction: () => number;
}

/** The pace is brought down to this share of what went through, and no further than one poll in two seconds. */
const SLOWED_TO = 0.5;
const LEAST_PER_MS = 1 / 2_000;

/** How long the allowed rate takes to double while answers come, and how much of a gap between two counts. */
const DOUBLES_IN_MS = 5_000;
const LONGEST_GAP_MS = 2_000;

/** Above this nothing is held back any more. */
const FREE_PER_MS = 100;

/** How far polls may catch up with a timer that came late, in milliseconds. */
const CATCH_UP_MS = 50;

/** How much one poll counts in the share of those that found nobody, and the share that is too much. */
const WEIGHT = 0.1;
const TOO_MUCH = 0.5;

/**
 * When the next poll of very many may begin. A service that is overwhelmed is left alone for a while; then the
 * polls go on at half of the rate that went through before, which grows again as long as answers come.
 */
export class BatchPace {
  readonly #init: BatchPaceInit;
  #underWay = 0;
  #perMs = Number.POSITIVE_INFINITY;
  #nextAt = Number.NEGATIVE_INFINITY;
  /** Since when answers are counted, and how many there were. */
  #countedFrom: number;
  #answers = 0;
  /** The share of the last polls that found nobody. */
  #lost = 0;
  /** When it last slowed down; polls that began earlier say nothing new. */
  #slowedAt = Number.NEGATIVE_INFINITY;
  #slowedInRow = 0;
  #grewAt: number;

  constructor(init: BatchPaceInit, now: number) {
    this.#init = init;
    this.#countedFrom = now;
    this.#grewAt = now;
  }

  /** How many times in a row it slowed down without an answer in between. */
  get slowedInRow(): number {
    return this.#slowedInRow;
  }

  /** Whether another call may begin, as far as their number goes. */
  get hasRoom(): boolean {
    return this.#underWay < this.#init.concurrency;
  }

  /** When the next call may begin, as far as time goes. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** Counts what is under way from now on. */
  enter(): void {
    this.#underWay++;
  }

  /** Counts what is over, whatever came of it. */
  leave(): void {
    this.#underWay--;
  }

  /** Counts a call that begins now. */
  begin(now: number): void {
    if (this.#perMs === Number.POSITIVE_INFINITY) return;
    this.#nextAt = Math.max(this.#nextAt, now - CATCH_UP_MS) + 1 / this.#perMs;
  }

  /** Takes note of an answer. */
  speedUp(now: number): void {
    this.#answers++;
    this.#slowedInRow = 0;
    this.#lost *= 1 - WEIGHT;
    if (this.#perMs === Number.POSITIVE_INFINITY) return;
    const gapMs = Math.min(LONGEST_GAP_MS, Math.max(0, now - this.#grewAt));
    this.#grewAt = now;
    this.#perMs *= 2 ** (gapMs / DOUBLES_IN_MS);
    if (this.#perMs > FREE_PER_MS) this.#perMs = Number.POSITIVE_INFINITY;
  }

  /**
   * Takes note of a poll that found nobody there. A few of many are those operations' own matter; tells whether
   * there were too many, so that the service had better be left alone.
   *
   * @param startedAt - when that poll began.
   */
  miss(startedAt: number): boolean {
    if (startedAt <= this.#slowedAt) return false;
    this.#lost += WEIGHT * (1 - this.#lost);
    return this.#lost > TOO_MUCH;
  }

  /**
   * Leaves the service alone, and slows down.
   *
   * @param startedAt - when the poll began that found it overwhelmed.
   * @param delayMs - how long the service asked to be left alone; `undefined` where it did not.
   */
  slowDown(startedAt: number, delayMs: number | undefined, now: number): void {
    if (startedAt <= this.#slowedAt) {
      // It says nothing new, unless it names a longer delay.
      this.#nextAt = Math.max(this.#nextAt, now + (delayMs ?? 0));
      return;
    }
    this.#perMs = Math.max(LEAST_PER_MS, SLOWED_TO * Math.min(this.#perMs, this.#wentThrough(now)));
    this.#slowedAt = now;
    this.#slowedInRow++;
    this.#nextAt = now + (delayMs ?? this.#backoffMs());
    this.#countedFrom = this.#nextAt;
    this.#grewAt = this.#nextAt;
    this.#answers = 0;
    // The next that finds nobody slows it down again.
    this.#lost = TOO_MUCH;
  }

  /** The rate at which polls were answered; where none was, as many in a second as may be under way at once. */
  #wentThrough(now: number): number {
    if (this.#answers === 0) return this.#init.concurrency / 1_000;
    return this.#answers / Math.max(1, now - this.#countedFrom);
  }

  #backoffMs(): number {
    const { backoff = {}, fraction } = this.#init;
    return pollPauseMs(this.#slowedInRow, backoff, fraction());
  }
}

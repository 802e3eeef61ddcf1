import type { Clock } from "../../../src/entry/retry.js";

/** Time that stands still but for the pauses, which are over at once: no attempt ever takes too long. */
export class PausingClock implements Clock {
  /** How many sleepers there are: timers that somebody left behind, once all is over. */
  pending = 0;
  readonly #isPause: (ms: number, index: number) => boolean;
  readonly #oversleptMs: number;
  #now = 1_000_000;
  #count = 0;

  /**
   * @param isPause - whether a sleep, the how-manieth from 0, is a pause and no timer of an attempt.
   * @param oversleptMs - how much longer than asked for a pause takes, as on a machine that is busy.
   */
  constructor(isPause: (ms: number, index: number) => boolean, oversleptMs = 0) {
    this.#isPause = isPause;
    this.#oversleptMs = oversleptMs;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#isPause(ms, this.#count++)) {
      this.#now += ms + this.#oversleptMs;
      return Promise.resolve();
    }
    this.pending++;
    return new Promise((_resolve, reject) => {
      const abort = () => {
        this.pending--;
        reject(signal.reason);
      };
      signal.addEventListener("abort", abort, { once: true });
    });
  }
}

import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../src/entry/retry.js";

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that stands still until {@link VirtualClock.until} moves it, from one sleeper's hour to the next. */
export class VirtualClock implements Clock {
  /** Every sleep asked for, in order. */
  readonly sleeps: number[] = [];
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  /** @param now - the time that it stands at first. */
  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** How many sleepers there are: timers that somebody left behind, once all is over. */
  get pending(): number {
    return this.#sleepers.size;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      };
      const wake = () => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      const sleeper: Sleeper = { due: this.#now + ms, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  /** What `promise` settles with; time moves on whenever nothing else is left to do. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    promise.then(settle, settle);
    for (;;) {
      await turn();
      if (settled) return promise;
      this.moveOn();
    }
  }

  /** Moves time on to the hour of the next sleeper, of whom there has to be one. */
  protected moveOn(): void {
    const due = Math.min(...[...this.#sleepers].map((sleeper) => sleeper.due));
    if (due === Number.POSITIVE_INFINITY) throw new Error("nobody sleeps, and nothing goes on");
    this.#now = Math.max(this.#now, due);
    for (const sleeper of this.#sleepers) {
      if (sleeper.due > due) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}

import type { Clock } from "../../src/entry/operation.js";

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that jumps to the next sleeper's hour whenever nothing else is left to do. */
export class FakeClock implements Clock {
  /** Every pause asked for, in order. */
  readonly pauses: number[] = [];
  #now = 0;
  #sleepers: Sleeper[] = [];

  /** How far the clock has got, in milliseconds. */
  now(): number {
    return this.#now;
  }

  /** How many sleepers there are: timers that somebody left behind, once all is over. */
  get pending(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.pauses.push(ms);
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason);
      };
      const wake = () => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      const sleeper: Sleeper = { due: this.#now + ms, wake };
      this.#sleepers.push(sleeper);
      signal.addEventListener("abort", abort, { once: true });
      setImmediate(() => this.#jump());
    });
  }

  #jump(): void {
    const next = this.#sleepers.reduce<Sleeper | undefined>(
      (earliest, sleeper) => (earliest && earliest.due <= sleeper.due ? earliest : sleeper),
      undefined,
    );
    if (next === undefined) return;
    this.#now = next.due;
    this.#sleepers = this.#sleepers.filter((other) => other !== next);
    next.wake();
  }
}

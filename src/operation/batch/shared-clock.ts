import type { Clock } from "../../retry/clock.js";
import { Alarm } from "./alarm.js";
import { DueQueue, Queued } from "./due-queue.js";

/** A clock over another one, of which all sleepers together take one sleep at a time: a single timer. */
export class SharedClock implements Clock {
  readonly #clock: Clock;
  readonly #sleepers = new DueQueue<Sleeper>();
  readonly #alarm: Alarm;
  /** The latest hour that a sleep ended at: a clock that sleeps less than it says must not be asked for ever. */
  #latest = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#alarm = new Alarm(clock, (at) => this.#wake(at));
  }

  now(): number {
    return Math.max(this.#latest, this.#clock.now());
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = new Sleeper(() => {
        signal.removeEventListener("abort", abort);
        resolve();
      });
      const abort = () => {
        this.#sleepers.remove(sleeper);
        reject(signal.reason);
        // One that rings too early for the rest is cheaper than a new one for each call that was answered.
        if (this.#sleepers.size === 0) this.#alarm.stop();
      };
      if (signal.aborted) return abort();
      signal.addEventListener("abort", abort, { once: true });
      // An hour of NaN would never come, and take all others with it.
      this.#sleepers.add(sleeper, this.now() + (ms > 0 ? ms : 0));
      this.#alarm.setBy(sleeper.dueAt);
    });
  }

  #wake(at: number): void {
    this.#latest = Math.max(this.#latest, at);
    const now = this.now();
    for (;;) {
      const sleeper = this.#sleepers.takeDue(now);
      if (sleeper === undefined) break;
      sleeper.wake();
    }
    const { first } = this.#sleepers;
    if (first !== undefined) this.#alarm.setBy(first.dueAt);
  }
}

class Sleeper extends Queued {
  readonly wake: () => void;

  constructor(wake: () => void) {
    super();
    this.wake = wake;
  }
}

import type { Clock } from "../../retry/clock.js";
import { DueQueue, Queued } from "./due-queue.js";

/** A clock over another one, of which all sleepers together take one sleep at a time: a single timer. */
export class SharedClock implements Clock {
  readonly #clock: Clock;
  readonly #sleepers = new DueQueue<Sleeper>();
  /** When the sleep under way ends. */
  #wakesAt = Number.POSITIVE_INFINITY;
  #sleep: AbortController | undefined;
  /** The latest hour that a sleep ended at: a clock that sleeps less than it says must not be asked for ever. */
  #latest = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
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
        this.#set();
      };
      if (signal.aborted) return abort();
      signal.addEventListener("abort", abort, { once: true });
      this.#sleepers.add(sleeper, this.now() + ms);
      this.#set();
    });
  }

  /** Sleeps until the earliest hour, where that is not under way. */
  #set(): void {
    const { first } = this.#sleepers;
    // A sleep that ends too early for the rest is cheaper than a new one for each call that was answered.
    if (first !== undefined && this.#wakesAt <= first.dueAt) return;
    this.#stop();
    if (first === undefined) return;
    const sleep = new AbortController();
    this.#sleep = sleep;
    this.#wakesAt = first.dueAt;
    const ms = Math.max(0, first.dueAt - this.now());
    this.#clock.sleep(ms, sleep.signal).then(
      () => this.#wake(sleep),
      () => {},
    );
  }

  #wake(sleep: AbortController): void {
    if (sleep !== this.#sleep) return;
    this.#latest = this.#wakesAt;
    this.#sleep = undefined;
    this.#wakesAt = Number.POSITIVE_INFINITY;
    const now = this.now();
    for (;;) {
      const sleeper = this.#sleepers.takeDue(now);
      if (sleeper === undefined) break;
      sleeper.wake();
    }
    this.#set();
  }

  #stop(): void {
    this.#sleep?.abort(STOPPED);
    this.#sleep = undefined;
    this.#wakesAt = Number.POSITIVE_INFINITY;
  }
}

class Sleeper extends Queued {
  readonly wake: () => void;

  constructor(wake: () => void) {
    super();
    this.wake = wake;
  }
}

/** Without a reason, each abort would make an exception with a stack that nobody reads. */
const STOPPED = "stopped";

import type { Clock } from "../../retry/clock.js";

/** One hour at which something is to be done; setting an earlier one replaces it. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: (at: number) => void;
  #sleep: AbortController | undefined;
  #at = Number.POSITIVE_INFINITY;

  /** @param ring - told the hour that it was set for. */
  constructor(clock: Clock, ring: (at: number) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at this hour at the latest. */
  setBy(at: number): void {
    if (this.#at <= at) return;
    this.stop();
    const sleep = new AbortController();
    this.#sleep = sleep;
    this.#at = at;
    const ms = Math.max(0, at - this.#clock.now());
    this.#clock.sleep(ms, sleep.signal).then(
      () => {
        if (sleep !== this.#sleep) return;
        this.#sleep = undefined;
        this.#at = Number.POSITIVE_INFINITY;
        this.#ring(at);
      },
      () => {},
    );
  }

  stop(): void {
    this.#sleep?.abort(STOPPED);
    this.#sleep = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }
}

/** Without a reason, each abort would make an exception with a stack that nobody reads. */
const STOPPED = "stopped";

import type { Clock } from "../../retry/clock.js";

/** One hour at which something is to be done; setting an earlier one replaces it. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #rings: AbortController | undefined;
  #at = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at this hour at the latest. */
  setBy(at: number): void {
    if (this.#at <= at) return;
    this.stop();
    const rings = new AbortController();
    this.#rings = rings;
    this.#at = at;
    this.#clock.sleep(Math.max(0, at - this.#clock.now()), rings.signal).then(
      () => {
        if (rings !== this.#rings) return;
        this.#rings = undefined;
        this.#at = Number.POSITIVE_INFINITY;
        this.#ring();
      },
      () => {},
    );
  }

  stop(): void {
    this.#rings?.abort(STOPPED);
    this.#rings = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }
}

/** Without a reason, each abort would make an exception with a stack that nobody reads. */
const STOPPED = "stopped";

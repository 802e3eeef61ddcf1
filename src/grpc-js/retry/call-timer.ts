import type { Clock } from "../../retry/clock.js";

/** One time limit of a call. */
export class CallTimer {
  readonly #clock: Clock;
  #ended: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `expire` after `ms`, unless it is stopped or started anew before. */
  start(ms: number, expire: () => void): void {
    this.stop();
    if (ms === Number.POSITIVE_INFINITY) return;
    const ended = new AbortController();
    const { signal } = ended;
    this.#ended = ended;
    // Out of the promise: what a listener of the user's throws is to be an exception, as grpc-js has it.
    const tell = () => process.nextTick(() => signal.aborted || expire());
    this.#clock.sleep(ms, signal).then(tell, () => {});
  }

  /** Leaves no timer behind. */
  stop(): void {
    this.#ended?.abort();
    this.#ended = undefined;
  }
}

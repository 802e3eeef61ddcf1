import { RpcError } from "../error/rpc-error.js";
import type { Clock } from "./clock.js";

/** When waiting has to stop: after a time, on a signal, or never. */
export interface PatienceOptions {
  readonly signal: AbortSignal | undefined;
  /** `undefined` and `Infinity` for no limit. */
  readonly timeoutMs: number | undefined;
  readonly clock: Clock;
  /** Makes the reason of an end by time. Default: an `RpcError` DEADLINE_EXCEEDED. */
  readonly expired?: () => unknown;
}

/** Without a reason, each abort would make an exception with a stack that nobody reads. */
const ENDED = "ended";

/** How long somebody is ready to wait, as one signal with the work that goes on under it. */
export class Patience {
  readonly #stop = new AbortController();
  /** Ends the timer, where there is one. */
  readonly #ended: AbortController | undefined;
  readonly #options: PatienceOptions;
  #timedOut = false;
  readonly #abort = () => this.abort(this.#options.signal?.reason);

  constructor(options: PatienceOptions) {
    this.#options = options;
    const { signal, timeoutMs, clock } = options;
    if (signal?.aborted) this.#abort();
    else signal?.addEventListener("abort", this.#abort, { once: true });
    if (timeoutMs === undefined || timeoutMs === Number.POSITIVE_INFINITY) return;
    const end = () => {
      this.#timedOut = true;
      this.abort(options.expired?.() ?? notOver(timeoutMs));
    };
    this.#ended = new AbortController();
    clock.sleep(timeoutMs, this.#ended.signal).then(end, () => {});
  }

  /** Aborted when patience is over, with the reason. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Whether it was the time that was over, not the signal's. */
  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** Pauses; rejects as soon as patience is over. */
  sleep(ms: number): Promise<void> {
    return this.#options.clock.sleep(ms, this.signal);
  }

  /** What `work` gives; rejects as soon as patience is over, whatever `work` does then. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    let giveUp = () => {};
    const over = new Promise<never>((_resolve, reject) => {
      giveUp = () => reject(this.signal.reason);
      this.signal.addEventListener("abort", giveUp, { once: true });
    });
    try {
      return await Promise.race([work(), over]);
    } finally {
      this.signal.removeEventListener("abort", giveUp);
    }
  }

  /** Ends it now. */
  abort(reason: unknown): void {
    this.#stop.abort(reason);
  }

  /** Lets it take its time from now on. */
  stopTimer(): void {
    this.#ended?.abort(ENDED);
  }

  /** Leaves no timer and no listener behind. */
  end(): void {
    this.#options.signal?.removeEventListener("abort", this.#abort);
    this.stopTimer();
  }
}

function notOver(timeoutMs: number): RpcError {
  return new RpcError("DEADLINE_EXCEEDED", `not over after ${Math.round(timeoutMs)} ms`);
}

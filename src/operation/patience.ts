import { RpcError } from "../error/rpc-error.js";
import type { Clock } from "./clock.js";

/** When waiting has to stop: after a time, on a signal, or never. */
export interface PatienceOptions {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
  readonly clock: Clock;
}

/** How long somebody is ready to wait, as one signal with the work that goes on under it. */
export class Patience {
  readonly #stop = new AbortController();
  readonly #ended = new AbortController();
  readonly #options: PatienceOptions;
  readonly #abort = () => this.#stop.abort(this.#options.signal?.reason);

  constructor(options: PatienceOptions) {
    this.#options = options;
    const { signal, timeoutMs, clock } = options;
    if (signal?.aborted) this.#abort();
    else signal?.addEventListener("abort", this.#abort, { once: true });
    if (timeoutMs === undefined) return;
    clock.sleep(timeoutMs, this.#ended.signal).then(
      () => this.#stop.abort(new RpcError("DEADLINE_EXCEEDED", `not over after ${timeoutMs} ms`)),
      () => {},
    );
  }

  /** Aborted when patience is over, with the reason. */
  get signal(): AbortSignal {
    return this.#stop.signal;
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

  /** Leaves no timer and no listener behind. */
  end(): void {
    this.#options.signal?.removeEventListener("abort", this.#abort);
    this.#ended.abort();
  }
}

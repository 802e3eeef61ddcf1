import { Code, ConnectError } from "@connectrpc/connect";
import type { Clock } from "../../retry/clock.js";

/** What ends an attempt. */
interface AttemptLimits {
  /** The caller's. */
  readonly signal: AbortSignal;
  /** `undefined` and `Infinity` for no limit of its own. */
  readonly timeoutMs: number | undefined;
  readonly clock: Clock;
}

/** The signal of one attempt, which ends with the caller's, after a time, or when the attempt is over. */
export class AttemptSignal {
  readonly #stop = new AbortController();
  readonly #caller: AbortSignal;
  #timer: AbortController | undefined;
  #timedOut = false;
  #giveUp: ((reason: unknown) => void) | undefined;
  readonly #abort = () => this.#end(this.#caller.reason);

  constructor({ signal, timeoutMs, clock }: AttemptLimits) {
    this.#caller = signal;
    if (signal.aborted) this.#abort();
    else signal.addEventListener("abort", this.#abort, { once: true });
    if (timeoutMs === undefined || timeoutMs === Number.POSITIVE_INFINITY) return;
    this.#timer = new AbortController();
    const end = () => {
      this.#timedOut = true;
      this.#end(deadlineExceeded());
    };
    clock.sleep(timeoutMs, this.#timer.signal).then(end, () => {});
  }

  /** Connect listens to it for as long as the attempt lasts. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Whether it was the time that was over. */
  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** What `work` gives; rejects as soon as the signal is aborted, whatever `work` does then. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      if (this.signal.aborted) reject(this.signal.reason);
      else work().then(resolve, reject);
    });
  }

  /** Lets the attempt take its time from now on. */
  stopTimer(): void {
    this.#timer?.abort();
    this.#timer = undefined;
  }

  /** Lets go of all that the attempt still uses: connections, the timer, the caller's signal. */
  end(): void {
    this.stopTimer();
    this.#caller.removeEventListener("abort", this.#abort);
    // One error for all: making one costs more than the rest of this.
    over ??= new ConnectError("the attempt is over", Code.Canceled);
    this.#stop.abort(over);
  }

  #end(reason: unknown): void {
    this.#stop.abort(reason);
    this.#giveUp?.(reason);
  }
}

let over: ConnectError | undefined;

/** What Connect makes of a deadline of its own. */
export function deadlineExceeded(cause?: unknown): ConnectError {
  const text = "the operation timed out";
  return new ConnectError(text, Code.DeadlineExceeded, undefined, undefined, cause);
}

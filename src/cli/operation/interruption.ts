import type { CliIo, StopSignal } from "../cli-io.js";

/** What tells of signals: `process` does. */
type SignalEmitter = Pick<CliIo, "on" | "off">;

const SIGNALS: readonly StopSignal[] = ["SIGINT", "SIGTERM"];

/** Ctrl-C, or another signal that asks the process to stop: once. A second one ends it as if nobody listened. */
export class Interruption {
  readonly #emitter: SignalEmitter;
  readonly #onInterrupt: () => void;
  readonly #stop = new AbortController();
  readonly #listener = () => this.#interrupt();

  /** @param onInterrupt - told at once, before whoever waits has noticed. */
  constructor(emitter: SignalEmitter, onInterrupt: () => void) {
    this.#emitter = emitter;
    this.#onInterrupt = onInterrupt;
    for (const signal of SIGNALS) emitter.on?.(signal, this.#listener);
  }

  /** Aborted by the signal. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Leaves no listener behind. */
  end(): void {
    for (const signal of SIGNALS) this.#emitter.off?.(signal, this.#listener);
  }

  #interrupt(): void {
    this.end();
    this.#onInterrupt();
    this.#stop.abort(INTERRUPTED);
  }
}

/** Without a reason, an abort would make an exception with a stack that nobody reads. */
const INTERRUPTED = "interrupted";

/** Time, as waiting for an operation needs it. Tests pass one that does not really wait. */
export interface Clock {
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest delay that timers of JavaScript keep: longer ones fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The platform's own time. */
export const systemClock: Clock = {
  async sleep(ms, signal) {
    for (let rest = ms; ; rest -= MAX_DELAY_MS) {
      await sleepOnce(Math.min(rest, MAX_DELAY_MS), signal);
      if (rest <= MAX_DELAY_MS) return;
    }
  },
};

function sleepOnce(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

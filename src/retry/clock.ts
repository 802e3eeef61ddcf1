/** Time, as waiting needs it. Tests pass one that does not really wait. */
export interface Clock {
  /** Milliseconds since 1970; never goes back. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest delay that timers of JavaScript keep: longer ones fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 2;

/** The platform's own time. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    for (let rest = ms; ; rest -= MAX_DELAY_MS) {
      await sleepOnce(Math.min(rest, MAX_DELAY_MS), signal);
      // So that NaN ends it, too.
      if (!(rest > MAX_DELAY_MS)) return;
    }
  },
};

/** The time by the wall clock, for dates that others name: one that never goes back knows of no correction, and no sleep. */
export function wallClockMs(clock: Clock): number {
  return clock === systemClock ? Date.now() : clock.now();
}

function sleepOnce(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, wholeMs(ms));
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

/** Timers count whole milliseconds and may come one too early, which a server that named a delay may notice. */
function wholeMs(ms: number): number {
  return ms > 0 ? Math.ceil(ms) + 1 : 0;
}

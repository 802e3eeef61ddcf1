/** Somebody who waits for an hour. */
export interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Resolves when `wake` is called; stands among the sleepers until then, or until the signal is aborted. */
export function sleepUntil(
  due: number,
  signal: AbortSignal,
  sleepers: Set<Sleeper>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => {
      sleepers.delete(sleeper);
      reject(signal.reason);
    };
    const wake = () => {
      sleepers.delete(sleeper);
      signal.removeEventListener("abort", abort);
      resolve();
    };
    const sleeper: Sleeper = { due, wake };
    sleepers.add(sleeper);
    signal.addEventListener("abort", abort, { once: true });
  });
}

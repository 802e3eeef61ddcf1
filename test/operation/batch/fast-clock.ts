import type { Clock } from "../../../src/entry/operation.js";
import { systemClock } from "../../../src/retry/clock.js";

/**
 * The platform's time, so many times as fast: for pauses of seconds between calls of real servers.
 *
 * @param lateMs - how much later than asked for sleepers wake, in real milliseconds.
 */
export function fastClock(factor: number, lateMs = 0): Clock {
  const start = performance.now();
  return {
    now: () => start + (performance.now() - start) * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor + lateMs, signal),
  };
}

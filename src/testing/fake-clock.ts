import type { Clock } from "../retry/clock.js";
import { showValue } from "../wire/show-value.js";
import { type Sleeper, sleepUntil } from "./sleeper.js";
import { nextTurn, settleTurns } from "./turns.js";

/** A clock for tests: it stands still until it is moved, and nobody really waits. */
export interface FakeClock extends Clock {
  /** Every pause that was asked for, in milliseconds, in order. */
  readonly sleeps: readonly number[];
  /** How many sleep now: timers that somebody left behind, once all is over. */
  readonly pending: number;
  /**
   * Moves the time by `ms`, and wakes everybody whose hour comes, one hour after the other.
   *
   * @throws TypeError for what is no number of milliseconds, 0 or more.
   */
  advance(ms: number): Promise<void>;
  /**
   * What `promise` settles with, while the time moves from one sleeper's hour to the next whenever nothing else is
   * left to do. Answers of real servers it does not wait for: their timeouts would come first.
   *
   * @throws Error where nobody sleeps, and the promise does not settle either.
   */
  until<T>(promise: PromiseLike<T>): Promise<T>;
}

/** How many turns are left to a promise on which nobody sleeps: about half a second. */
const MAX_IDLE_TURNS = 400;

/** When a clock begins, if nobody says: the first of January 2026. */
const START = Date.UTC(2026, 0, 1);

/**
 * A clock for the option `clock` of `retry`, `waitForOperation` and their like.
 *
 * @example
 * const clock = fakeClock();
 * await clock.until(retry(getBook, { idempotent: true, clock, random: () => 0.5 }));
 * expect(clock.sleeps).toEqual([500]);
 *
 * @param options - `now`: the time that it stands at first, in milliseconds since 1970. Default: the first of
 *   January 2026.
 * @throws TypeError for a time that is none.
 */
export function fakeClock({ now = START }: { readonly now?: number } = {}): FakeClock {
  let time = checkMs("now", now);
  const sleeps: number[] = [];
  const sleepers = new Set<Sleeper>();

  const nextHour = () => Math.min(...Array.from(sleepers, ({ due }) => due));
  const moveTo = (hour: number) => {
    time = Math.max(time, hour);
    for (const sleeper of sleepers) if (sleeper.due <= time) sleeper.wake();
  };

  return {
    sleeps,
    now: () => time,
    get pending() {
      return sleepers.size;
    },
    sleep(ms, signal) {
      sleeps.push(ms);
      return sleepUntil(time + (ms > 0 ? ms : 0), signal, sleepers);
    },
    async advance(ms) {
      const end = time + checkMs("ms", ms);
      for (;;) {
        await settleTurns();
        const hour = nextHour();
        if (hour > end) break;
        moveTo(hour);
      }
      time = Math.max(time, end);
    },
    async until(promise) {
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      promise.then(settle, settle);
      for (let idle = 0; idle < MAX_IDLE_TURNS; idle++) {
        await settleTurns();
        if (isSettled) return promise;
        const hour = nextHour();
        if (hour === Number.POSITIVE_INFINITY) {
          await nextTurn();
        } else {
          idle = 0;
          moveTo(hour);
        }
      }
      throw new Error("nobody sleeps, and the promise does not settle");
    },
  };
}

function checkMs(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new TypeError(
    `${name} must be a number of milliseconds, 0 or more, not ${showValue(value)}`,
  );
}

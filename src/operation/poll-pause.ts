import { type BackoffOptions, cappedBackoffMs } from "../retry/backoff.js";

const POLL_BACKOFF = { initialMs: 1_000, factor: 1.5, maxMs: 30_000 };

/** A source that answers at once would leave nobody else a turn. */
const LEAST_MS = 1;

/** How much a pause may differ, either way: many clients started together must not poll together. */
const JITTER = 0.2;

/**
 * A pause between two polls that nobody else decides on, jitter included, in milliseconds.
 *
 * @param pause - which pause it is, from 1.
 * @param random - a number from 0 to 1.
 */
export function pollPauseMs(pause: number, options: BackoffOptions, random: number): number {
  const pauseMs = cappedBackoffMs(pause, options, POLL_BACKOFF) * (1 + JITTER * (2 * random - 1));
  return Math.max(LEAST_MS, pauseMs);
}

import { type BackoffOptions, cappedBackoffMs } from "../retry/backoff.js";

const POLL_BACKOFF = { initialMs: 1_000, factor: 1.5, maxMs: 30_000 };

/** How much a pause may differ, either way: many clients started together must not poll together. */
const JITTER = 0.2;

/**
 * The pause before poll number `attempt + 1`, jitter included.
 *
 * @param attempt - how many polls there were, from 1.
 * @param random - a number from 0 to 1.
 */
export function pollPauseMs(attempt: number, options: BackoffOptions, random: number): number {
  return cappedBackoffMs(attempt, options, POLL_BACKOFF) * (1 + JITTER * (2 * random - 1));
}

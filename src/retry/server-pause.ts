/** The most that is added to a delay of the server's. */
const MAX_JITTER_MS = 10_000;

/**
 * The pause for a delay that the server asks for: never less, and up to half as much again, so that not all
 * clients come back at once. What is added leaves half of the time after the delay to the next attempt.
 *
 * @param fraction - chosen at random, from 0 to 1.
 */
export function serverPauseMs(delayMs: number, remainingMs: number, fraction: number): number {
  const spareMs = Math.max(0, remainingMs - delayMs) / 2;
  return delayMs + fraction * Math.min(delayMs / 2, MAX_JITTER_MS, spareMs);
}

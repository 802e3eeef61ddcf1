/** How the pauses between polls grow. */
export interface BackoffOptions {
  /** The first pause. Default: 1,000 ms. */
  readonly initialMs?: number;
  /** What each pause is multiplied by for the next. Default: 1.5. */
  readonly factor?: number;
  /** The longest pause, before a jitter of a fifth either way. Default: 30,000 ms. */
  readonly maxMs?: number;
}

/** How much a pause may differ, either way: many clients started together must not poll together. */
const JITTER = 0.2;

/**
 * The pause before poll number `attempt + 1`, jitter included.
 *
 * @param attempt - how many polls there were, from 1.
 * @param random - a number from 0 to 1.
 */
export function pauseMs(attempt: number, options: BackoffOptions, random: number): number {
  const { initialMs = 1_000, factor = 1.5, maxMs = 30_000 } = options;
  const pause = Math.min(maxMs, initialMs * factor ** (attempt - 1));
  return pause * (1 + JITTER * (2 * random - 1));
}

/** @throws TypeError that names the option, where one is no sensible number. */
export function checkBackoff({ initialMs = 1, factor = 1, maxMs = 1 }: BackoffOptions): void {
  for (const [name, value, least] of [
    ["initialMs", initialMs, 0],
    ["factor", factor, 1],
    ["maxMs", maxMs, 0],
  ] as const) {
    if (!(value >= least))
      throw new TypeError(`backoff.${name} must be at least ${least}, not ${value}`);
  }
}

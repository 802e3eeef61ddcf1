/** How pauses grow that nobody else decides on. */
export interface BackoffOptions {
  /** The first pause, in milliseconds. */
  readonly initialMs?: number;
  /** What each pause is multiplied by for the next. */
  readonly factor?: number;
  /** The longest pause, in milliseconds. */
  readonly maxMs?: number;
}

/** The pauses between attempts of a call: 1 s, 2 s, 4 s, up to 60 s. */
const RETRY_BACKOFF: Required<BackoffOptions> = { initialMs: 1_000, factor: 2, maxMs: 60_000 };

/**
 * The pause after an attempt, without any jitter, in milliseconds.
 *
 * @param attempt - which attempt it was, from 1.
 * @param defaults - what counts where the options are silent.
 */
export function cappedBackoffMs(
  attempt: number,
  options: BackoffOptions = {},
  defaults: Required<BackoffOptions> = RETRY_BACKOFF,
): number {
  const { initialMs = defaults.initialMs, factor = defaults.factor } = options;
  const { maxMs = defaults.maxMs } = options;
  // Infinity, times a first pause of 0, would be NaN.
  return Math.min(maxMs, initialMs * Math.min(Number.MAX_VALUE, factor ** (attempt - 1)));
}

/** @throws TypeError that names the option, where one is no sensible number. */
export function checkBackoff({ initialMs = 1, factor = 1, maxMs = 1 }: BackoffOptions = {}): void {
  for (const [name, value, least] of [
    ["initialMs", initialMs, 0],
    ["factor", factor, 1],
    ["maxMs", maxMs, 0],
  ] as const) {
    if (!(value >= least))
      throw new TypeError(`backoff.${name} must be at least ${least}, not ${value}`);
  }
}

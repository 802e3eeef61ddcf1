/** The value below which the share `q` (0 to 1) of the values lies, interpolated. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** A ratio measured many times: its median, its quartiles, and where the true median lies. */
export interface Ratio {
  readonly median: number;
  readonly quartiles: readonly [number, number];
  /** 95 % interval of the median, from the order of the values alone: no assumption on the noise. */
  readonly interval: readonly [number, number];
}

/**
 * Compares two series round by round. On a shared machine both values of a round meet the same weather,
 * so the ratio of a round says more than the ratio of two medians.
 */
export function pairedRatio(values: readonly number[], baseline: readonly number[]): Ratio {
  const ratios = values.map((value, round) => value / (baseline[round] as number));
  const sorted = [...ratios].sort((a, b) => a - b);
  const n = sorted.length;
  // Binomial quantiles by the normal approximation: fine from about ten rounds on.
  const reach = 0.98 * Math.sqrt(n);
  const low = sorted[Math.max(0, Math.floor(n / 2 - reach))] ?? Number.NaN;
  const high = sorted[Math.min(n - 1, Math.ceil(n / 2 + reach))] ?? Number.NaN;
  return {
    median: median(ratios),
    quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    interval: [low, high],
  };
}

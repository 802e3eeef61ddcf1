import type { Duration } from "@bufbuild/protobuf/wkt";

/** The numbers of a `google.protobuf.Duration`. */
type DurationParts = Pick<Duration, "seconds" | "nanos">;

/** A duration in milliseconds, fractions included. Longer than 285,000 years loses precision. */
export function msFromDuration(duration: DurationParts): number {
  return Number(duration.seconds) * 1000 + duration.nanos / 1e6;
}

/**
 * The seconds and nanoseconds of a finite time span in milliseconds, with equal signs as protobuf
 * demands.
 */
export function durationFromMs(ms: number): DurationParts {
  const whole = Math.trunc(ms / 1000);
  const nanos = Math.round((ms - whole * 1000) * 1e6);
  // Rounding can reach a full second, which belongs to the seconds.
  const carry = Math.abs(nanos) === 1e9 ? Math.sign(nanos) : 0;
  return { seconds: BigInt(whole + carry), nanos: nanos - carry * 1e9 };
}

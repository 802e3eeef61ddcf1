import { member, members } from "../wire/members.js";

/**
 * The date of a `google.protobuf.Timestamp` as any generator makes it: seconds and nanos, with numbers, bigints,
 * strings or Longs, a `Date`, a `Temporal.Instant`, or the text of ProtoJSON. Total; cut to milliseconds.
 *
 * @returns `undefined` for anything else, and for what no `Date` can hold.
 */
export function dateOf(value: unknown): Date | undefined {
  const date = new Date(millisecondsOf(value));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function millisecondsOf(value: unknown): number {
  if (typeof value === "string") return RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
  if (isDate(value)) return Date.prototype.getTime.call(value);
  const { epochMilliseconds, seconds, nanos } = members(
    value,
    "epochMilliseconds",
    "seconds",
    "nanos",
  );
  if (typeof epochMilliseconds === "number") return epochMilliseconds;
  return wholeNumber(seconds) * 1_000 + Math.floor(wholeNumber(nanos ?? 0) / 1_000_000);
}

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/** Dates of another realm, as test runners have them, fail `instanceof`. */
function isDate(value: unknown): value is Date {
  try {
    return (
      Object.prototype.toString.call(value) === "[object Date]" &&
      !Number.isNaN(Date.prototype.getTime.call(value))
    );
  } catch {
    return false;
  }
}

function wholeNumber(value: unknown): number {
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  if (typeof value === "string") return /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  const [low, high] = [member(value, "low"), member(value, "high")];
  if (typeof low !== "number" || typeof high !== "number") return Number.NaN;
  return high * 2 ** 32 + (low >>> 0);
}

import { showValue } from "../wire/show-value.js";
import type { AdviceOptions } from "./retry-advice.js";

const FLAGS = ["idempotent", "sent", "attemptTimedOut", "refreshed"] as const;

/** @throws TypeError that names the option and its value, where one is no sensible one. */
export function checkAdviceOptions(options: AdviceOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`the options of adviseRetry must be an object, not ${showValue(options)}`);
  }
  for (const name of FLAGS) {
    const value = options[name];
    if (value !== undefined && typeof value !== "boolean") fail(name, "true or false", value);
  }
  const { attempt = 1, remainingMs = 0, now = 0 } = options;
  if (!Number.isInteger(attempt) || attempt < 1) fail("attempt", "an integer from 1", attempt);
  // What is left of a time may well be less than nothing: it was over before.
  if (typeof remainingMs !== "number" || Number.isNaN(remainingMs)) {
    fail("remainingMs", "a number of milliseconds", remainingMs);
  }
  if (!Number.isFinite(now)) fail("now", "milliseconds since 1970", now);
}

function fail(name: keyof AdviceOptions, wanted: string, value: unknown): never {
  throw new TypeError(`${name} must be ${wanted}, not ${showValue(value)}`);
}

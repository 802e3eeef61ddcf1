import { checkMembers, isBoolean, type MemberChecks } from "../wire/check-members.js";
import { isObject } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import type { AdviceOptions } from "./retry-advice.js";

/** What each option has to be. */
const OPTIONS: MemberChecks<AdviceOptions> = {
  idempotent: [isBoolean, "true or false"],
  sent: [isBoolean, "true or false"],
  attemptTimedOut: [isBoolean, "true or false"],
  refreshed: [isBoolean, "true or false"],
  attempt: [(value) => Number.isInteger(value) && (value as number) >= 1, "an integer from 1"],
  // What is left of a time may well be less than nothing: it was over before.
  remainingMs: [
    (value) => typeof value === "number" && !Number.isNaN(value),
    "a number of milliseconds",
  ],
  now: [Number.isFinite, "milliseconds since 1970"],
};

/** @throws TypeError that names the option and its value, where one is no sensible one. */
export function checkAdviceOptions(options: AdviceOptions): void {
  if (!isObject(options)) {
    throw new TypeError(`the options of adviseRetry must be an object, not ${showValue(options)}`);
  }
  checkMembers(options, OPTIONS);
}

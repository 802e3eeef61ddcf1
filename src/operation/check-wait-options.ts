import { checkBackoff } from "../retry/backoff.js";
import {
  checkMembers,
  hasMethods,
  isBoolean,
  isFunction,
  type MemberChecks,
  unknownMembers,
} from "../wire/check-members.js";
import { isObject, member } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import type { WaitOptions, WatchOptions } from "./wait-options.js";

const isPositive = (value: unknown) => Number.isFinite(value) && Number(value) > 0;

/** What each option has to be. */
const OPTIONS: MemberChecks<WaitOptions> = {
  source: [(value) => hasMethods(value, "get"), "an object with a get function"],
  get: [isFunction, "a function"],
  cancel: [isFunction, "a function"],
  response: [isSchema, "a message's schema"],
  metadata: [isSchema, "a message's schema"],
  method: [(value) => member(value, "kind") === "rpc", "a method's description"],
  registry: [(value) => hasMethods(value, "getMessage"), "a registry"],
  signal: [(value) => hasMethods(value, "addEventListener"), "an AbortSignal"],
  timeoutMs: [(value) => typeof value === "number" && value >= 0, "0 or more"],
  backoff: [isObject, "an object"],
  failFast: [isBoolean, "true or false"],
  cancelOnAbort: [isBoolean, "true or false"],
  pollTimeoutMs: [isPositive, "above 0 and finite"],
  maxPollFailures: [
    (value) => Number.isInteger(value) && isPositive(value),
    "a whole number from 1",
  ],
  onRetry: [isFunction, "a function"],
  refreshCredentials: [isFunction, "a function"],
  onProgress: [isFunction, "a function"],
  clock: [(value) => hasMethods(value, "now", "sleep"), "a clock"],
  random: [isFunction, "a function"],
};

/** @throws TypeError that names the option, where one is unknown, of a wrong type or out of its range. */
export function checkWaitOptions(options: WaitOptions): void {
  checkEach(options);
  checkBackoff(options.backoff);
  const { source, get, cancel, cancelOnAbort = false } = options;
  if ((source === undefined) === (get === undefined)) {
    throw new TypeError(`either source or get is needed, not ${source ? "both" : "neither"}`);
  }
  if (source === undefined) {
    if (cancelOnAbort && !cancel) throw new TypeError("cancelOnAbort needs a cancel function");
    return;
  }
  if (cancel !== undefined) throw new TypeError("cancel belongs to get; a source has its own");
  for (const name of ["cancel", "wait", "list"] as const) {
    const value = member(source, name);
    if (value === undefined || isFunction(value)) continue;
    throw new TypeError(`source.${name} must be a function, not ${showValue(value)}`);
  }
  if (cancelOnAbort && !source.cancel) {
    throw new TypeError("cancelOnAbort needs a source that has a cancel function");
  }
}

/** @throws TypeError as {@link checkWaitOptions}, and for `onProgress`: a watch gives each change by itself. */
export function checkWatchOptions(options: WatchOptions): void {
  checkWaitOptions(options);
  if (member(options, "onProgress") === undefined) return;
  throw new TypeError("onProgress is no option of a watch, which gives each snapshot itself");
}

function checkEach(options: WaitOptions): void {
  if (!isObject(options)) {
    throw new TypeError(`the options must be an object, not ${showValue(options)}`);
  }
  const unknown = unknownMembers(options, OPTIONS).find(
    (name) => member(options, name) !== undefined,
  );
  if (unknown !== undefined) throw new TypeError(`there is no option ${showValue(unknown)}`);
  checkMembers(options, OPTIONS);
}

function isSchema(value: unknown): boolean {
  return member(value, "kind") === "message";
}

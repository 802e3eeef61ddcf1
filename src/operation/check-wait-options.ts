import { checkBackoff } from "../retry/backoff.js";
import { isObject, member } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import type { WaitOptions, WatchOptions } from "./wait-options.js";

/** What each option has to be. */
const CHECKS: Readonly<Record<keyof WaitOptions, readonly [wanted: string, fits: Check]>> = {
  source: ["an object with a get function", (value) => isFunction(member(value, "get"))],
  get: ["a function", isFunction],
  cancel: ["a function", isFunction],
  response: ["a message's schema", isSchema],
  metadata: ["a message's schema", isSchema],
  method: ["a method's description", (value) => member(value, "kind") === "rpc"],
  registry: ["a registry", (value) => isFunction(member(value, "getMessage"))],
  signal: ["an AbortSignal", (value) => isFunction(member(value, "addEventListener"))],
  timeoutMs: ["0 or more", (value) => typeof value === "number" && value >= 0],
  backoff: ["an object", isObject],
  failFast: ["true or false", isBoolean],
  cancelOnAbort: ["true or false", isBoolean],
  pollTimeoutMs: ["above 0 and finite", (value) => Number.isFinite(value) && Number(value) > 0],
  maxPollFailures: [
    "a whole number from 1",
    (value) => Number.isInteger(value) && Number(value) >= 1,
  ],
  refreshCredentials: ["a function", isFunction],
  onProgress: ["a function", isFunction],
  clock: [
    "a clock",
    (value) => isFunction(member(value, "now")) && isFunction(member(value, "sleep")),
  ],
  random: ["a function", isFunction],
};

type Check = (value: unknown) => boolean;

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
  for (const name of ["cancel", "wait"] as const) {
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
  throw new TypeError(
    "onProgress is no option of watchOperation, which gives each snapshot itself",
  );
}

function checkEach(options: WaitOptions): void {
  if (!isObject(options)) {
    throw new TypeError(`the options must be an object, not ${showValue(options)}`);
  }
  for (const name of Object.keys(options)) {
    const value = member(options, name);
    if (value === undefined) continue;
    if (!isOption(name)) throw new TypeError(`there is no option ${showValue(name)}`);
    const [wanted, fits] = CHECKS[name];
    if (!fits(value)) throw new TypeError(`${name} must be ${wanted}, not ${showValue(value)}`);
  }
}

function isOption(name: string): name is keyof WaitOptions {
  return Object.hasOwn(CHECKS, name);
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

function isSchema(value: unknown): boolean {
  return member(value, "kind") === "message";
}

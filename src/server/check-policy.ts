import { MAX_DETAILS_LIMIT } from "../status/budget/max-details-bytes.js";
import { isObject } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import { checkCatalogue } from "./check-catalogue.js";
import type { ErrorPolicy } from "./error-policy.js";

const isFunction = (value: unknown) => typeof value === "function";
const isBoolean = (value: unknown) => typeof value === "boolean";
const isUpTo = (max: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;

/** What each member has to be. */
const MEMBERS: {
  readonly [Name in keyof Required<ErrorPolicy>]: readonly [(value: unknown) => boolean, string];
} = {
  expose: [isFunction, "a function"],
  debug: [isBoolean, "true or false"],
  onError: [isFunction, "a function"],
  mapError: [
    (value) => isFunction(value) || (Array.isArray(value) && value.every(isFunction)),
    "a function or a list of functions",
  ],
  requestId: [(value) => value === false || isFunction(value), "false or a function"],
  domain: [(value) => typeof value === "string" && value !== "", "a name"],
  locales: [isObject, "texts by language"],
  maxDetailsBytes: [isUpTo(MAX_DETAILS_LIMIT), `an integer from 0 to ${MAX_DETAILS_LIMIT}`],
  maxBodyBytes: [isUpTo(Number.MAX_SAFE_INTEGER), "an integer, 0 or more"],
  onTrim: [isFunction, "a function"],
  retryHeaders: [isBoolean, "true or false"],
};

/** Policies that were found well: some are given along with every error. */
const checked = /* @__PURE__ */ new WeakSet<ErrorPolicy>();

/**
 * Refuses a policy that is none, where it is registered or first used.
 *
 * @throws TypeError that names the member and its value.
 */
export function checkPolicy(policy: ErrorPolicy): void {
  if (checked.has(policy)) return;
  if (!isObject(policy))
    throw new TypeError(`the policy must be an object, not ${showValue(policy)}`);
  for (const [name, value] of Object.entries(policy)) {
    if (!Object.hasOwn(MEMBERS, name)) throw new TypeError(`the policy has no member ${name}`);
    const [fits, wanted] = MEMBERS[name as keyof ErrorPolicy];
    if (value !== undefined && !fits(value)) {
      throw new TypeError(`${name} must be ${wanted}, not ${showValue(value)}`);
    }
  }
  if (policy.locales !== undefined) checkCatalogue(policy.locales);
  checked.add(policy);
}

import { MAX_DETAILS_LIMIT } from "../status/budget/max-details-bytes.js";
import {
  checkMembers,
  isBoolean,
  isFunction,
  type MemberChecks,
  unknownMembers,
} from "../wire/check-members.js";
import { isObject } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import { checkCatalogue } from "./check-catalogue.js";
import type { ErrorPolicy } from "./error-policy.js";

const isUpTo = (max: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;

/** What each member has to be. */
const MEMBERS: MemberChecks<ErrorPolicy> = {
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
  const [unknown] = unknownMembers(policy, MEMBERS);
  if (unknown !== undefined) throw new TypeError(`the policy has no member ${unknown}`);
  checkMembers(policy, MEMBERS);
  if (policy.locales !== undefined) checkCatalogue(policy.locales);
  checked.add(policy);
}

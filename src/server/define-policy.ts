import { checkPolicy } from "./check-policy.js";
import type { ErrorPolicy } from "./error-policy.js";

/**
 * Checks a policy where it is written, so that a mistake in it does not wait for the first error.
 *
 * @returns the policy, frozen.
 * @throws TypeError that names the member and its value.
 */
export function definePolicy(policy: ErrorPolicy): ErrorPolicy {
  checkPolicy(policy);
  return Object.freeze(policy);
}

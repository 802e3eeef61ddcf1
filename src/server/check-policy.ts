import { checkCatalogue } from "./check-catalogue.js";
import type { ErrorPolicy } from "./error-policy.js";

const isFunction = (value: unknown) => typeof value === "function";
const isBoolean = (value: unknown) => typeof value === "boolean";
const isObject = (value: unknown) => typeof value === "object" && value !== null;
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
  maxDetailsBytes: [isUpTo(32_768), "an integer from 0 to 32768"],
  maxBodyBytes: [isUpTo(Number.MAX_SAFE_INTEGER), "an integer, 0 or more"],
  onTrim: [isFunction, "a function"],
};

/**
 * Refuses a policy that is none, once, where it is registered.
 *
 * @throws TypeError that names the member and its value.
 */
export function checkPolicy(policy: ErrorPolicy): void {
  if (!isObject(policy)) throw new TypeError(`the policy must be an object, not ${show(policy)}`);
  for (const [name, value] of Object.entries(policy)) {
    if (!Object.hasOwn(MEMBERS, name)) throw new TypeError(`the policy has no member ${name}`);
    const [fits, wanted] = MEMBERS[name as keyof ErrorPolicy];
    if (value !== undefined && !fits(value)) {
      throw new TypeError(`${name} must be ${wanted}, not ${show(value)}`);
    }
  }
  if (policy.locales !== undefined) checkCatalogue(policy.locales);
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

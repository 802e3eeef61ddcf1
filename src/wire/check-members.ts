import { member } from "./members.js";
import { showValue } from "./show-value.js";

/** Whether a value is what a member has to be, and what that is, in words. */
export type MemberCheck = readonly [fits: (value: unknown) => boolean, wanted: string];

/** What each member of an object of options has to be, where it is there. */
export type MemberChecks<Options> = {
  readonly [Name in keyof Required<Options>]: MemberCheck;
};

/** @throws TypeError that names the member and its value, for the first that is not what it has to be. */
export function checkMembers<Options extends object>(
  options: Options,
  checks: MemberChecks<Options>,
): void {
  for (const name in checks) {
    const [fits, wanted] = checks[name];
    const value = member(options, name);
    if (value === undefined || fits(value)) continue;
    throw new TypeError(`${name} must be ${wanted}, not ${showValue(value)}`);
  }
}

/** The members of an object that have no check: names that were mistyped, or are meant for somebody else. */
export function unknownMembers(options: object, checks: object): readonly string[] {
  return Object.keys(options).filter((name) => !Object.hasOwn(checks, name));
}

export function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

export function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

/** Whether a value is an object that can be called by these names, of whatever class. */
export function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  return names.every((name) => isFunction(member(value, name)));
}

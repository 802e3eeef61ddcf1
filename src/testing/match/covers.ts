import { isMatcher } from "./is-matcher.js";
import type { MatcherContext } from "./matcher-context.js";

/**
 * Whether a value has all that is wanted of it: of messages and objects the members that are named, of lists as
 * many entries, of anything else the same.
 */
export function covers(actual: unknown, wanted: unknown, context: MatcherContext): boolean {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) return false;
    return wanted.every((entry, index) => covers(actual[index], entry, context));
  }
  if (!isPlain(wanted)) return context.equals(actual, wanted);
  if (!isPlain(actual)) return false;
  return Object.entries(wanted).every(
    ([name, value]) => Object.hasOwn(actual, name) && covers(actual[name], value, context),
  );
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || isMatcher(value)) return false;
  return !ArrayBuffer.isView(value) && !(value instanceof RegExp);
}

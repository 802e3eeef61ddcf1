import { shorten } from "../wire/shorten.js";

/** Characters of a key, and of a whole path: nobody reads more, and keys come from the request. */
const MAX_KEY = 100;
const MAX_PATH = 300;
/** Steps of a path. */
export const MAX_STEPS = 64;

/** What a member may be called without quotes: more than in protobuf, since JSON's names are free. */
const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/**
 * The path of a `BadRequest` violation, of steps as {@link step} and {@link subscript} make them:
 * `items[2].name`, `labels["first name"]`.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
 */
export function fieldPath(steps: readonly string[]): string {
  return shorten(steps.join("").replace(/^\./, ""), MAX_PATH);
}

/** The step to a member of an object or a list: `.name` or `[2]`, and `["first name"]` for other names. */
export function step(key: unknown): string {
  const name = typeof key === "symbol" ? key.description : key;
  return typeof name === "string" && name.length <= MAX_KEY && IDENTIFIER.test(name)
    ? `.${name}`
    : subscript(name);
}

/** The step to an element, by its index or its key in a map: `[2]`, `[true]`, `["name"]`. */
export function subscript(key: unknown): string {
  if (typeof key === "string") return `[${JSON.stringify(shorten(key, MAX_KEY))}]`;
  if (["number", "bigint", "boolean"].includes(typeof key)) return `[${String(key)}]`;
  // An element of a set, a key that is an object.
  return "[*]";
}

/** The step to a member of which only the text is known, where an index looks like a name: `items.2.name`. */
export function stepFromText(key: string): string {
  return /^\d{1,9}$/.test(key) ? `[${Number(key)}]` : step(key);
}

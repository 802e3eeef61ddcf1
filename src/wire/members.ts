import type { JsonObject } from "@bufbuild/protobuf";

/**
 * Members of a foreign object. One whose getter throws reads as `undefined`: a value that came from
 * anywhere must not make its reader throw, nor hide its other members.
 */
export function members<Name extends string>(
  value: unknown,
  ...names: readonly Name[]
): { readonly [Key in Name]: unknown } {
  const read = {} as { [Key in Name]: unknown };
  for (const name of names) read[name] = member(value, name);
  return read;
}

/** One member of a foreign value; `undefined` where there is none, and where reading it throws. */
export function member(value: unknown, name: PropertyKey): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    return undefined;
  try {
    return (value as Record<PropertyKey, unknown>)[name];
  } catch {
    return undefined;
  }
}

/** Whether a value is an Error, of any realm: those of another one fail `instanceof`. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
  } catch {
    return false;
  }
}

/** Whether a value is an object, a list included; not null. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether a JSON value is an object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { member } from "../wire/members.js";

/** A list of somebody else's error, as far as it is read. */
export interface ReadList {
  readonly entries: readonly unknown[];
  /** How many entries the list has. */
  readonly total: number;
}

/**
 * The first entries of a list, and how many there are; `undefined` for what is no list, and for an empty
 * one. Total: an entry that throws when it is read is `undefined`.
 */
export function readList(value: unknown, max: number): ReadList | undefined {
  const total = isArray(value) ? member(value, "length") : undefined;
  if (!Number.isSafeInteger(total) || Number(total) < 1) return undefined;
  const length = Math.min(Number(total), max);
  return {
    entries: Array.from({ length }, (_, index) => member(value, index)),
    total: Number(total),
  };
}

/** `Array.isArray` throws for a proxy that was revoked. */
function isArray(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

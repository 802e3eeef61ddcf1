import { readOperation } from "../dialects/operation.js";
import { isObject } from "../wire/members.js";
import type { OperationSnapshot } from "./operation-snapshot.js";

/** How many values of two payloads are compared; what differs only later counts as different. */
const MAX_VALUES = 10_000;

/**
 * Whether two snapshots say the same of how far an operation is: state, metadata and error, compared as they
 * came, so that nothing has to be decoded for it. Total; what cannot be compared differs.
 */
export function sameProgress(one: OperationSnapshot, other: OperationSnapshot): boolean {
  if (one.state !== other.state) return false;
  try {
    const [first, second] = [readOperation(one.raw), readOperation(other.raw)];
    const budget = { left: MAX_VALUES };
    return (
      sameValue(first?.metadata, second?.metadata, budget) &&
      sameValue(first?.error, second?.error, budget)
    );
  } catch {
    return false;
  }
}

/** Whether two messages or JSON values have the same fields. Cycles end with the budget. */
function sameValue(one: unknown, other: unknown, budget: { left: number }): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other) || --budget.left < 0) return false;
  if (one instanceof Uint8Array || other instanceof Uint8Array) return sameBytes(one, other);
  if (one instanceof Date || other instanceof Date) return sameTime(one, other);
  const names = Object.keys(one);
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  if (names.length !== Object.keys(other).length) return false;
  return names.every(
    (name) =>
      Object.hasOwn(other, name) &&
      sameValue(
        (one as Record<string, unknown>)[name],
        (other as Record<string, unknown>)[name],
        budget,
      ),
  );
}

function sameBytes(one: object, other: object): boolean {
  if (!(one instanceof Uint8Array && other instanceof Uint8Array)) return false;
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function sameTime(one: object, other: object): boolean {
  if (!(one instanceof Date && other instanceof Date)) return false;
  return Object.is(one.getTime(), other.getTime());
}

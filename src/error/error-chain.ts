import { member } from "../wire/members.js";

/** How many errors of a chain, or of an AggregateError, are looked at. */
export const MAX_ERRORS = 16;

/** An error, its causes and the members of AggregateErrors among them, the nearest first. Bounded and total. */
export function errorChain(error: unknown): readonly unknown[] {
  const chain = [error];
  for (let at = 0; at < chain.length && chain.length < MAX_ERRORS; at++) {
    const next = [member(chain[at], "cause"), ...severalErrors(chain[at])];
    chain.push(...next.filter((one) => one !== undefined && !chain.includes(one)));
  }
  return chain.slice(0, MAX_ERRORS);
}

/** The errors that one stands for, as an AggregateError does; bounded, and empty for any other. */
export function severalErrors(error: unknown): readonly unknown[] {
  const errors = member(error, "errors");
  try {
    return Array.isArray(errors) ? errors.slice(0, MAX_ERRORS) : [];
  } catch {
    // A proxy.
    return [];
  }
}

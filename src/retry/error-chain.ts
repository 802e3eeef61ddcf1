import { member } from "../wire/members.js";

/** How many errors of a chain are looked at. */
const MAX_ERRORS = 16;

/** What one error says of itself; `undefined` leaves it to what led to it. */
export type Verdict = (error: unknown) => boolean | undefined;

/** An error, its causes, and the members of the AggregateErrors among them. Bounded and total. */
export function errorChain(error: unknown): readonly unknown[] {
  const chain = [error];
  for (let at = 0; at < chain.length && chain.length < MAX_ERRORS; at++) {
    for (const next of causesOf(chain[at])) if (!chain.includes(next)) chain.push(next);
  }
  return chain.slice(0, MAX_ERRORS);
}

/**
 * What an error and its causes say: the nearest that says something counts. Several errors at once, as of
 * the addresses of one host, have to say it all.
 */
export function everyPath(error: unknown, verdict: Verdict, left: number = MAX_ERRORS): boolean {
  const said = verdict(error);
  if (said !== undefined || left <= 0) return said ?? false;
  const causes = causesOf(error);
  const share = Math.floor((left - 1) / Math.max(1, causes.length));
  return causes.length > 0 && causes.every((cause) => everyPath(cause, verdict, share));
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

function causesOf(error: unknown): readonly unknown[] {
  const several = severalErrors(error);
  if (several.length > 0) return several;
  const cause = member(error, "cause");
  return cause === undefined ? [] : [cause];
}

import { MAX_ERRORS, severalErrors } from "../error/error-chain.js";
import { member } from "../wire/members.js";

/** What one error says of itself; `undefined` leaves it to what led to it. */
export type Verdict = (error: unknown) => boolean | undefined;

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

function causesOf(error: unknown): readonly unknown[] {
  const several = severalErrors(error);
  if (several.length > 0) return several;
  const cause = member(error, "cause");
  return cause === undefined ? [] : [cause];
}

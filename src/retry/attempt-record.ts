import { member } from "../wire/members.js";
import type { RetryAdvice } from "./retry-advice.js";

/** One attempt that failed. */
export interface AttemptRecord {
  /** Which one it was, from 1. */
  readonly attempt: number;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** What it failed with, as it was thrown. */
  readonly error: unknown;
  /** What the error says about trying again. */
  readonly advice: RetryAdvice;
  /** The pause that was taken after it, in milliseconds; `undefined` where it was the last. */
  readonly pauseMs: number | undefined;
  /** Why it was the last; `undefined` where it was not. */
  readonly stopReason: string | undefined;
}

/** Where an error keeps its history, under a registered symbol so that every copy of this package finds it. */
const HISTORY: unique symbol = /* @__PURE__ */ Symbol.for("rpc-status.attempts") as never;

/** How many causes of an error are looked at. */
const MAX_CAUSES = 16;

/**
 * Hangs the history of a call on the error that it failed with, as `attempts`, which no rendering shows. A
 * member of that name that the error has already stays.
 *
 * @returns `error`; where it is no object or frozen, what `wrap` makes of it.
 */
export function withAttempts(
  error: unknown,
  attempts: readonly AttemptRecord[],
  wrap: (error: unknown) => object,
): unknown {
  if (typeof error === "object" && error !== null && attach(error, attempts)) return error;
  const wrapped = wrap(error);
  attach(wrapped, attempts);
  return wrapped;
}

function attach(carrier: object, attempts: readonly AttemptRecord[]): boolean {
  const history = { value: attempts, configurable: true, writable: true };
  try {
    if (!Reflect.defineProperty(carrier, HISTORY, history)) return false;
    const own = member(carrier, "attempts");
    if (own === undefined || Array.isArray(own))
      Object.defineProperty(carrier, "attempts", history);
    return true;
  } catch {
    return false;
  }
}

/**
 * The attempts that a call took before it failed: of an error that `retry` or a `retryInterceptor` let
 * through, or of one that was made of it. Empty for every other value.
 *
 * @example
 * catch (error) {
 *   log.warn({ attempts: attemptsOf(error).length, last: attemptsOf(error).at(-1)?.stopReason });
 * }
 */
export function attemptsOf(error: unknown): readonly AttemptRecord[] {
  let at = error;
  for (let depth = 0; depth < MAX_CAUSES && at !== undefined; depth++) {
    // grpc-js makes an error of a status, and keeps only its metadata as it is.
    const attempts = member(at, HISTORY) ?? member(member(at, "metadata"), HISTORY);
    if (Array.isArray(attempts)) return attempts as readonly AttemptRecord[];
    at = member(at, "cause");
  }
  return [];
}

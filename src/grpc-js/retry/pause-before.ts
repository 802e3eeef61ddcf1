import type { StatusObject } from "@grpc/grpc-js";
import { Patience } from "../../retry/patience.js";
import type { NextAttempt, RetrySession } from "../../retry/retry-session.js";
import { statusFromRejection, timeoutStatus } from "./local-status.js";

/** What a pause is taken with. */
export interface PauseInit {
  readonly session: RetrySession;
  /** What the attempt before it ended with. */
  readonly last: StatusObject;
  /** How much time there was for the whole call, in milliseconds. */
  readonly wholeMs: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until the next attempt may begin. Never rejects.
 *
 * @returns the status that the call ends with instead, where no other attempt may begin; means nothing
 *   once `signal` is aborted.
 */
export async function pauseBefore(
  { pauseMs, prepare }: NextAttempt,
  { session, last, wholeMs, signal }: PauseInit,
): Promise<StatusObject | undefined> {
  try {
    const { clock } = session;
    await clock.sleep(pauseMs, signal);
    const patience = prepare && new Patience({ signal, timeoutMs: session.remainingMs, clock });
    try {
      await patience?.run(async () => prepare?.(patience.signal));
    } catch (thrown) {
      return patience?.timedOut ? overdue() : statusFromRejection(thrown);
    } finally {
      patience?.end();
    }
    return session.remainingMs > 0 ? undefined : overdue();
  } catch {
    // The clock failed: without it there is no next attempt.
    return last;
  }

  function overdue(): StatusObject {
    return timeoutStatus(wholeMs, "all attempts together");
  }
}

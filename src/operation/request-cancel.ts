import type { Clock } from "../retry/clock.js";
import { Patience } from "../retry/patience.js";
import type { OperationSource } from "./operation-source.js";

/** How long a service has to take note, in milliseconds. */
export const CANCEL_MS = 5_000;

/**
 * Asks for an operation to be cancelled: once, for at most 5 seconds or a shorter time. Never rejects.
 *
 * @returns whether the source has such a call.
 */
export async function requestCancel(
  source: OperationSource,
  operationId: string,
  clock: Clock,
  timeoutMs = CANCEL_MS,
): Promise<boolean> {
  if (source.cancel === undefined) return false;
  const patience = new Patience({ signal: undefined, timeoutMs, clock });
  const { signal } = patience;
  try {
    await patience.run(async () => source.cancel?.(operationId, { signal }));
  } catch {
    // It is asked for on the way out: nobody waits any more for what comes of it.
  } finally {
    patience.end();
  }
  return true;
}

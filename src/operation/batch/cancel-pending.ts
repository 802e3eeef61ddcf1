import { CANCEL_MS, requestCancel } from "../request-cancel.js";
import type { BatchEntry } from "./batch-entry.js";
import type { OperationBatch } from "./operation-batch.js";

/** How many are asked for at once. */
const CONCURRENCY = 32;

/**
 * Asks for everything that a batch has not seen end to be cancelled: each once, as many as can be in 5 seconds.
 * Never rejects.
 *
 * @param isWanted - whether anybody still waits for it.
 */
export async function cancelPending(
  { pending, setting }: OperationBatch,
  isWanted: () => boolean,
): Promise<void> {
  const { source, clock } = setting;
  const entries = pending.values();
  const stopsAt = clock.now() + CANCEL_MS;
  const work = async () => {
    for (;;) {
      const restMs = stopsAt - clock.now();
      const { done, value } = restMs > 0 && isWanted() ? entries.next() : LAST;
      if (done) return;
      const { operationId } = value.poller;
      value.cancelRequested = await requestCancel(source, operationId, clock, restMs);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, pending.size) }, work));
}

const LAST: IteratorResult<BatchEntry> = { done: true, value: undefined };

import { requestCancel } from "../request-cancel.js";
import type { BatchEntry } from "./batch-entry.js";
import type { OperationBatch } from "./operation-batch.js";

/** How many are asked for at once, and for how long new ones are, in milliseconds. */
const CONCURRENCY = 32;
const CANCEL_MS = 5_000;

/**
 * Asks for everything that a batch has not seen end to be cancelled: each once, as many as can be in 5 seconds.
 * Never rejects.
 */
export async function cancelPending({ pending, setting }: OperationBatch): Promise<void> {
  const { source, clock } = setting;
  const entries = pending.values();
  const stopsAt = clock.now() + CANCEL_MS;
  const work = async () => {
    for (;;) {
      const { done, value } = clock.now() < stopsAt ? entries.next() : LAST;
      if (done) return;
      value.cancelRequested = await requestCancel(source, value.poller.operationId, clock);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, pending.size) }, work));
}

const LAST: IteratorResult<BatchEntry> = { done: true, value: undefined };

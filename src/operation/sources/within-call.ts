import { RpcError } from "../../error/rpc-error.js";
import { errorFromAbort } from "../../http/fetch-failure.js";
import { systemClock } from "../../retry/clock.js";
import { Patience } from "../../retry/patience.js";
import type { CallContext } from "./unary-call.js";

/**
 * What `work` gives. Rejects with an `RpcError`: at once when the signal is aborted or the time is over, whatever
 * `work` does then. Leaves no listener on the caller's signal, which lives as long as the waiting.
 */
export async function withinCall<T>(
  { signal, timeoutMs }: CallContext,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const patience = new Patience({ signal, timeoutMs, clock: systemClock });
  try {
    return await patience.run(() => work(patience.signal));
  } catch (thrown) {
    throw patience.signal.aborted ? errorFromAbort(patience.signal.reason) : RpcError.from(thrown);
  } finally {
    patience.end();
  }
}

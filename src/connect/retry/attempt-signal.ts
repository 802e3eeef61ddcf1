import { Code, ConnectError } from "@connectrpc/connect";
import { Patience, type PatienceOptions } from "../../retry/patience.js";

/** The patience with one attempt: ends with the caller's signal, after a time, or when the attempt is over. */
export class AttemptSignal extends Patience {
  constructor(limits: Omit<PatienceOptions, "expired">) {
    super({ ...limits, expired: () => deadlineExceeded() });
  }

  /** Lets go of all that the attempt still uses: Connect listens to its signal for as long as it lasts. */
  override end(): void {
    super.end();
    // One error for all: making one costs more than the rest of this.
    over ??= new ConnectError("the attempt is over", Code.Canceled);
    this.abort(over);
  }
}

let over: ConnectError | undefined;

/** What Connect makes of a deadline of its own. */
export function deadlineExceeded(cause?: unknown): ConnectError {
  const text = "the operation timed out";
  return new ConnectError(text, Code.DeadlineExceeded, undefined, undefined, cause);
}

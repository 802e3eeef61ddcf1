import type { RpcError } from "../../error/rpc-error.js";
import type { OperationSnapshot } from "../../operation/operation-snapshot.js";
import type { Outcome } from "./outcome.js";

/** Shows how an operation goes on. */
export interface Progress {
  /** Something changed, and the operation is not over. */
  changed(snapshot: OperationSnapshot): void;
  /** A poll failed, and there will be another one after a pause in milliseconds. */
  pollFailed(error: RpcError, pauseMs: number): void;
  /** Nobody wants to wait any more; what is on the way out may take a moment. */
  interrupted(): void;
  /** All is over. `undefined` where the command itself broke. */
  ended(outcome: Outcome | undefined): void;
}

import { RpcError } from "../../error/rpc-error.js";
import { OperationFailedError } from "../../operation/operation-failed-error.js";
import { OperationPollError } from "../../operation/operation-poll-error.js";
import type { OperationSnapshot } from "../../operation/operation-snapshot.js";
import { OperationTimeoutError } from "../../operation/operation-timeout-error.js";
import { CANCELLED, FAILED, NOT_ASKED, STILL_RUNNING, SUCCEEDED } from "../exit-code.js";

/** What waiting for an operation came to. */
export type Outcome =
  | { readonly name: "succeeded"; readonly exitCode: number; readonly snapshot: OperationSnapshot }
  | {
      readonly name: "failed" | "cancelled";
      readonly exitCode: number;
      readonly snapshot: OperationSnapshot;
      readonly error: OperationFailedError;
    }
  | {
      /** Waiting stopped, by time or by a signal. */
      readonly name: "running";
      readonly exitCode: number;
      readonly snapshot: OperationSnapshot | undefined;
      readonly error: OperationTimeoutError;
    }
  | {
      /** Asking for it failed. */
      readonly name: "unknown";
      readonly exitCode: number;
      readonly snapshot: OperationSnapshot | undefined;
      /** Why. */
      readonly error: RpcError;
    };

/** The outcome of an operation whose last snapshot this is. */
export function successOf(snapshot: OperationSnapshot): Outcome {
  return { name: "succeeded", exitCode: SUCCEEDED, snapshot };
}

/** The outcome that `waitForOperation` rejected with; `undefined` for what is none of its errors. */
export function outcomeOfError(error: unknown): Outcome | undefined {
  if (error instanceof OperationFailedError) {
    const { cancelled, snapshot } = error;
    return cancelled
      ? { name: "cancelled", exitCode: CANCELLED, snapshot, error }
      : { name: "failed", exitCode: FAILED, snapshot, error };
  }
  if (error instanceof OperationTimeoutError) {
    return { name: "running", exitCode: STILL_RUNNING, snapshot: error.snapshot, error };
  }
  if (!(error instanceof OperationPollError)) return undefined;
  const { snapshot, cause } = error;
  return { name: "unknown", exitCode: NOT_ASKED, snapshot, error: RpcError.from(cause) };
}

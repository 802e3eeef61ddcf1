import { brandError } from "../error/brand.js";
import type { OperationErrorContext } from "./operation-error-context.js";
import { shownId } from "./shown-id.js";
import { isFinal, type OperationState } from "./state.js";
import { WaitError } from "./wait-error.js";

/** What an {@link OperationTimeoutError} knows of its operation and of why the waiting stopped. */
export interface StoppedWaitContext extends OperationErrorContext {
  readonly reason: "timeout" | "aborted";
  /** How long the waiting was to take at most, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Default: false. */
  readonly cancelRequested?: boolean;
}

/** What is left of an {@link OperationTimeoutError} in JSON: enough to wait for the operation again. */
export interface OperationTimeoutJson {
  readonly name: string;
  readonly message: string;
  readonly operationId: string;
  readonly state: OperationState | undefined;
  readonly attempts: number;
  readonly cancelRequested: boolean;
}

const BRAND = /* @__PURE__ */ Symbol.for("rpc-status.OperationTimeoutError");

/**
 * Waiting stopped: time was up, or the caller aborted. The operation still runs, and waiting can go on
 * from `operationId`. `cause` is the abort's reason, or a DEADLINE_EXCEEDED.
 */
export class OperationTimeoutError extends WaitError {
  static readonly brand: symbol = BRAND;

  static {
    brandError(OperationTimeoutError.prototype, "OperationTimeoutError", BRAND);
  }

  readonly reason: "timeout" | "aborted";
  /** Whether the service was asked to cancel the operation, which it may refuse, or do later. */
  readonly cancelRequested: boolean;

  constructor(context: StoppedWaitContext, cause: unknown) {
    super(messageOf(context), context, cause);
    this.reason = context.reason;
    this.cancelRequested = context.cancelRequested ?? false;
  }

  /** For logs: how far the wait came, without what the operation holds. */
  toJSON(): OperationTimeoutJson {
    const { name, message, operationId, snapshot, attempts, cancelRequested } = this;
    return { name, message, operationId, state: snapshot?.state, attempts, cancelRequested };
  }
}

function messageOf({
  operationId,
  snapshot,
  reason,
  timeoutMs,
  cancelRequested,
}: StoppedWaitContext): string {
  const why = reason === "aborted" ? "waiting was aborted" : `not over after ${timeoutMs} ms`;
  const asked = cancelRequested ? ", and its cancellation was asked for" : "";
  // Only what listens to the states can take longer than the operation itself.
  const isOver = snapshot !== undefined && isFinal(snapshot.state);
  const now = isOver ? "is over" : "still runs";
  return `${why}${asked}; operation ${shownId(operationId)} ${now} and can be waited for again`;
}

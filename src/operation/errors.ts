import { type BrandedClass, hasBrand } from "../error/brand.js";
import { partsFromRpcError } from "../error/from/rpc-error.js";
import { PARTS, RpcError } from "../error/rpc-error.js";
import type { OperationSnapshot } from "./operation-snapshot.js";

/** What each of the three errors knows of the operation. */
export interface OperationErrorContext {
  readonly operationId: string;
  /** The last state seen; `undefined` where no poll was answered. */
  readonly snapshot: OperationSnapshot | undefined;
  /** How often the operation was asked for. */
  readonly attempts: number;
}

const FAILED = /* @__PURE__ */ Symbol.for("rpc-status.OperationFailedError");
const POLL = /* @__PURE__ */ Symbol.for("rpc-status.OperationPollError");
const TIMEOUT = /* @__PURE__ */ Symbol.for("rpc-status.OperationTimeoutError");

/** The operation itself failed, or was cancelled: an `RpcError` with everything of its `error`. */
export class OperationFailedError extends RpcError implements OperationErrorContext {
  static override readonly brand: symbol = FAILED;

  static {
    brand(OperationFailedError.prototype, "OperationFailedError", FAILED);
  }

  readonly operationId: string;
  readonly snapshot: OperationSnapshot;
  readonly attempts: number;

  /** @param error - the operation's error, as its snapshot has it. */
  constructor(
    error: RpcError,
    context: OperationErrorContext & { readonly snapshot: OperationSnapshot },
  ) {
    const parts = partsFromRpcError(error);
    super(error.code, error.message, { cause: error, ...(parts && { [PARTS]: parts }) });
    this.operationId = context.operationId;
    this.snapshot = context.snapshot;
    this.attempts = context.attempts;
  }
}

/** An error of the waiting, not of the operation. */
abstract class WaitError extends Error implements OperationErrorContext {
  static override [Symbol.hasInstance](this: BrandedClass, value: unknown): boolean {
    return hasBrand(this, value);
  }

  readonly operationId: string;
  readonly snapshot: OperationSnapshot | undefined;
  readonly attempts: number;

  constructor(message: string, context: OperationErrorContext, cause: unknown) {
    super(message, { cause });
    this.operationId = context.operationId;
    this.snapshot = context.snapshot;
    this.attempts = context.attempts;
  }
}

/** Asking for the operation failed for good. It may run on; `cause` tells why asking failed. */
export class OperationPollError extends WaitError {
  static readonly brand: symbol = POLL;

  static {
    brand(OperationPollError.prototype, "OperationPollError", POLL);
  }
}

/**
 * Waiting stopped: time was up, or the caller aborted. The operation still runs, and waiting can go on
 * from its id. `cause` tells which of the two it was.
 */
export class OperationTimeoutError extends WaitError {
  static readonly brand: symbol = TIMEOUT;

  static {
    brand(OperationTimeoutError.prototype, "OperationTimeoutError", TIMEOUT);
  }

  constructor(reason: string, context: OperationErrorContext, cause: unknown) {
    const { operationId } = context;
    super(
      `${reason}; operation ${operationId} still runs and can be waited for again`,
      context,
      cause,
    );
  }
}

function brand(prototype: object, name: string, symbol: symbol): void {
  Object.defineProperties(prototype, {
    name: { value: name, writable: true, configurable: true },
    [symbol]: { value: true },
  });
}

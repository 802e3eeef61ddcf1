import { brandError } from "../error/brand.js";
import { partsFromRpcError } from "../error/from/rpc-error.js";
import { PARTS, RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import type { ErrorParts } from "../status/error-parts.js";
import type { HeadersLike } from "../wire/headers.js";
import type { OperationErrorContext } from "./operation-error-context.js";
import type { OperationSnapshot } from "./operation-snapshot.js";
import { resourceIdsOf } from "./resource-ids.js";

/** What an {@link OperationFailedError} knows of its operation. */
export interface FailedOperationContext extends OperationErrorContext {
  readonly snapshot: OperationSnapshot;
  /** Headers of the answer that told of the failure. Default: none. */
  readonly headers?: readonly HeadersLike[];
}

const BRAND = /* @__PURE__ */ Symbol.for("rpc-status.OperationFailedError");

/** The operation itself failed, or was cancelled: an `RpcError` with everything of its `error`. */
export class OperationFailedError extends RpcError implements OperationErrorContext {
  static override readonly brand: symbol = BRAND;

  static {
    brandError(OperationFailedError.prototype, "OperationFailedError", BRAND);
  }

  readonly operationId: string;
  readonly snapshot: OperationSnapshot;
  readonly attempts: number;
  /** Whether somebody cancelled it, rather than that it failed by itself. */
  readonly cancelled: boolean;
  /**
   * Ids of what the operation worked on, as its metadata names them: the string fields whose names end in
   * `Id` or `_id`, such as `{ shelfId: "s1" }`.
   */
  readonly resourceIds: Readonly<Record<string, string>>;

  /** @param error - the operation's error, as its snapshot has it. */
  constructor(error: RpcError, context: FailedOperationContext) {
    const { operationId, snapshot, attempts, headers = [] } = context;
    super(error.code, error.message, { cause: error, ...partsOf(error, headers) });
    this.operationId = operationId;
    this.snapshot = snapshot;
    this.attempts = attempts;
    this.cancelled = error.code === Code.CANCELLED;
    this.resourceIds = resourceIdsOf(snapshot);
  }
}

function partsOf(
  error: RpcError,
  headers: readonly HeadersLike[],
): { readonly [PARTS]?: ErrorParts } {
  const parts = partsFromRpcError(error);
  if (parts === undefined) return {};
  const { body, dialect } = error;
  return {
    [PARTS]: { ...parts, body, dialect, metadata: [...(parts.metadata ?? []), ...headers] },
  };
}

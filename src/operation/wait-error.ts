import { type BrandedClass, hasBrand } from "../error/brand.js";
import type { OperationErrorContext } from "./operation-error-context.js";
import type { OperationSnapshot } from "./operation-snapshot.js";

/** An error of the waiting, not of the operation. */
export abstract class WaitError extends Error implements OperationErrorContext {
  /** @hidden */
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

import type { OperationSnapshot } from "./operation-snapshot.js";

/** What each of the three errors knows of the operation. */
export interface OperationErrorContext {
  readonly operationId: string;
  /** The last state seen; `undefined` where no poll was answered. */
  readonly snapshot: OperationSnapshot | undefined;
  /** How often the operation was asked for. */
  readonly attempts: number;
}

export {
  type OperationErrorContext,
  OperationFailedError,
  OperationPollError,
  OperationTimeoutError,
} from "../operation/errors.js";
export {
  type OperationSchemas,
  type OperationSnapshot,
  operationSnapshot,
} from "../operation/operation-snapshot.js";
export type { OperationState } from "../operation/state.js";
export {
  type OperationResponse,
  type WaitOptions,
  waitForOperation,
} from "../operation/wait-for-operation.js";
export type { BackoffOptions } from "../retry/backoff.js";
export type { Clock } from "../retry/clock.js";

/**
 * Long-running operations: their snapshots, their errors, and waiting for one or for a hundred thousand.
 *
 * @module rpc-status/operation
 */

export type { OperationUpdate, WatchManyOptions } from "../operation/batch/batch-options.js";
export { watchOperations } from "../operation/batch/watch-operations.js";
export { schemasOfMethod } from "../operation/method-schemas.js";
export type { OperationErrorContext } from "../operation/operation-error-context.js";
export {
  type FailedOperationContext,
  OperationFailedError,
} from "../operation/operation-failed-error.js";
export { OperationPollError } from "../operation/operation-poll-error.js";
export {
  type OperationSchemas,
  type OperationSnapshot,
  operationSnapshot,
} from "../operation/operation-snapshot.js";
export type {
  ListContext,
  OperationPage,
  OperationSource,
  PollContext,
} from "../operation/operation-source.js";
export {
  OperationTimeoutError,
  type OperationTimeoutJson,
  type StoppedWaitContext,
} from "../operation/operation-timeout-error.js";
export type { OperationTypes } from "../operation/operation-types.js";
export type { CallerOptions, ClientOrTransport } from "../operation/sources/caller.js";
export {
  type GoogleOperations,
  type GoogleOperationsOptions,
  googleOperations,
} from "../operation/sources/google-operations.js";
export type { GrpcClientLike, GrpcMetadataLike } from "../operation/sources/grpc-client-call.js";
export type { Provided } from "../operation/sources/provided.js";
export {
  type RestOperationsOptions,
  restOperations,
} from "../operation/sources/rest-operations.js";
export type { HeadersInput } from "../operation/sources/sent-headers.js";
export type { TransportLike } from "../operation/sources/transport-call.js";
export { type YandexOperations, yandexOperations } from "../operation/sources/yandex-operations.js";
export type { OperationState } from "../operation/state.js";
export { type OperationResponse, waitForOperation } from "../operation/wait-for-operation.js";
export type {
  PollRetryNotice,
  TypedSnapshot,
  WaitOptions,
  WatchOptions,
} from "../operation/wait-options.js";
export { watchOperation } from "../operation/watch-operation.js";
export type { BackoffOptions } from "../retry/backoff.js";
export type { Clock } from "../retry/clock.js";

/**
 * The error, its codes and details, and whatever makes one of the other: `RpcError.from` for what was caught,
 * `new RpcError` and the builders for what is to be sent.
 *
 * @module rpc-status
 */

export {
  type BadRequest,
  type BadRequest_FieldViolation,
  BadRequestSchema,
  type DebugInfo,
  DebugInfoSchema,
  type ErrorInfo,
  ErrorInfoSchema,
  type Help,
  type Help_Link,
  HelpSchema,
  type LocalizedMessage,
  LocalizedMessageSchema,
  type PreconditionFailure,
  type PreconditionFailure_Violation,
  PreconditionFailureSchema,
  type QuotaFailure,
  type QuotaFailure_Violation,
  QuotaFailureSchema,
  type RequestInfo,
  RequestInfoSchema,
  type ResourceInfo,
  ResourceInfoSchema,
  type RetryInfo,
  RetryInfoSchema,
} from "../../gen/google/rpc/error_details_pb.js";
export { type Status, StatusSchema } from "../../gen/google/rpc/status_pb.js";
export type { Aip193Body } from "../dialects/aip-193.js";
export { errorFromStatus } from "../error/error-from-status.js";
export { type OfCode, type OfReason, RpcError, type RpcErrorOptions } from "../error/rpc-error.js";
export { badRequest, type FieldViolationInit } from "../status/builders/bad-request.js";
export { debugInfo } from "../status/builders/debug-info.js";
export { errorInfo } from "../status/builders/error-info.js";
export { help } from "../status/builders/help.js";
export { localizedMessage } from "../status/builders/localized-message.js";
export {
  type PreconditionViolationInit,
  preconditionFailure,
} from "../status/builders/precondition-failure.js";
export { type QuotaViolationInit, quotaFailure } from "../status/builders/quota-failure.js";
export { requestInfo } from "../status/builders/request-info.js";
export { resourceInfo } from "../status/builders/resource-info.js";
export { retryInfo } from "../status/builders/retry-info.js";
export { Code, type CodeName, codeName, type ErrorCode, parseCode } from "../status/code.js";
export type { Detail } from "../status/details/detail.js";
export type { CustomDetail, DetailInput, RawDetail } from "../status/details/detail-input.js";
export type { DialectName, ErrorOrigin, ErrorVia } from "../status/error-parts.js";
export type { ErrorMetadata } from "../status/metadata.js";
export type { HeadersLike, HeaderValue } from "../wire/headers.js";
export type { Problem, ProblemKind } from "../wire/problem.js";

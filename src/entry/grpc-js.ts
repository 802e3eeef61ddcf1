/**
 * Interceptors for clients and servers of `@grpc/grpc-js`, and the guard of a server.
 *
 * @module rpc-status/grpc-js
 */

export { clientInterceptor } from "../grpc-js/client-interceptor.js";
export {
  type Answer,
  type GuardedHandler,
  type GuardedImplementation,
  guard,
  type UntypedImplementation,
} from "../grpc-js/guard.js";
export type { KnownService } from "../grpc-js/retry/idempotent-methods.js";
export { type RetryInterceptorOptions, retryInterceptor } from "../grpc-js/retry-interceptor.js";
export { serverInterceptor } from "../grpc-js/server-interceptor.js";
export {
  type ServiceCall,
  type ServiceErrorOptions,
  toServiceError,
} from "../grpc-js/to-service-error.js";
export type {
  ErrorContext,
  ErrorMapper,
  ErrorPolicy,
  ServerWarning,
} from "../server/error-policy.js";
export type { Catalogue, CatalogueText } from "../server/localize.js";
export type { DroppedDetail, ShortenedList, TrimReport } from "../status/budget/trim-report.js";

/**
 * Interceptors for clients and servers of Connect, and a `fetch` that mends what gateways answer.
 *
 * @module rpc-status/connect
 */

export { clientInterceptor } from "../connect/client-interceptor.js";
export { type ConnectFetchOptions, connectFetch } from "../connect/connect-fetch.js";
export { retryInterceptor } from "../connect/retry-interceptor.js";
export { serverInterceptor } from "../connect/server-interceptor.js";
export { toConnectError } from "../connect/to-connect-error.js";
export type { RetryInterceptorOptions } from "../retry/interceptor-options.js";
export type {
  ErrorContext,
  ErrorMapper,
  ErrorPolicy,
  ServerWarning,
} from "../server/error-policy.js";
export type { Catalogue, CatalogueText } from "../server/localize.js";
export type { DroppedDetail, ShortenedList, TrimReport } from "../status/budget/trim-report.js";

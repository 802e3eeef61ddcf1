/**
 * Errors that travel over HTTP: answers of REST APIs and streams read, answers of servers written.
 *
 * @module rpc-status/http
 */

export type { HttpAnswer, HttpAnswerOptions } from "../dialects/http-answer.js";
export type { ChunkSource } from "../http/chunk-reader.js";
export { encodeHttp, type HttpEncodeOptions, type HttpErrorAnswer } from "../http/encode-http.js";
export { errorFromHttp } from "../http/error-from-http.js";
export {
  errorFromResponse,
  type ResponseLike,
  type ResponseOptions,
} from "../http/error-from-response.js";
export { errorsInStream, type StreamOptions } from "../http/errors-in-stream.js";
export {
  type FetchErrorOptions,
  type FetchLike,
  fetchWithErrors,
} from "../http/fetch-with-errors.js";
export type { HttpRequestLike } from "../http/incoming-request.js";
export type { HttpDialect } from "../http/negotiate-dialect.js";
export type { StreamFormat } from "../http/stream-format.js";
export { toResponse } from "../http/to-response.js";
export type {
  ErrorContext,
  ErrorMapper,
  ErrorPolicy,
  ServerWarning,
} from "../server/error-policy.js";
export type { Catalogue, CatalogueText } from "../server/localize.js";
export type { DroppedDetail, ShortenedList, TrimReport } from "../status/budget/trim-report.js";
export {
  codeFromHttpStatus,
  type HttpStatusFamily,
  httpStatusFromCode,
} from "../status/http-status.js";

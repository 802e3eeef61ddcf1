/**
 * Ready parts of a policy of errors, and errors that travel inside of ordinary messages.
 *
 * @module rpc-status/server
 */

export { definePolicy } from "../server/define-policy.js";
export type {
  ErrorContext,
  ErrorMapper,
  ErrorPolicy,
  ServerWarning,
} from "../server/error-policy.js";
export type { Catalogue, CatalogueText } from "../server/localize.js";
export { mapHttpError } from "../server/map-http-error.js";
export { mapProtovalidateError } from "../server/map-protovalidate-error.js";
export { mapStandardSchemaError } from "../server/map-standard-schema-error.js";
export { type PartialErrorOptions, statusFromError } from "../server/status-from-error.js";
export type { DroppedDetail, ShortenedList, TrimReport } from "../status/budget/trim-report.js";

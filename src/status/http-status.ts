import { Code, type ErrorCode } from "./code.js";

/**
 * HTTP status of each code, by code number.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
const HTTP_STATUS: readonly number[] = [
  200, // OK
  499, // CANCELLED
  500, // UNKNOWN
  400, // INVALID_ARGUMENT
  504, // DEADLINE_EXCEEDED
  404, // NOT_FOUND
  409, // ALREADY_EXISTS
  403, // PERMISSION_DENIED
  429, // RESOURCE_EXHAUSTED
  400, // FAILED_PRECONDITION
  409, // ABORTED
  400, // OUT_OF_RANGE
  501, // UNIMPLEMENTED
  500, // INTERNAL
  503, // UNAVAILABLE
  500, // DATA_LOSS
  401, // UNAUTHENTICATED
];

/**
 * The HTTP status that a code is answered with: `httpStatusFromCode(Code.NOT_FOUND)` gives 404.
 * A number that is no code gives 500.
 *
 * @see https://google.aip.dev/193
 */
export function httpStatusFromCode(code: Code): number {
  return HTTP_STATUS[code] ?? 500;
}

/**
 * Who answered with a bare HTTP status:
 *
 * - `"rest"`: the service itself, so that 404 is a missing resource and 429 a used-up quota
 * - `"transport"`: something on the way to a gRPC service, so that 404 is a missing method and 429
 *   a proxy that wants the call later
 */
export type HttpStatusFamily = "rest" | "transport";

const REST: Readonly<Record<number, ErrorCode>> = {
  400: Code.INVALID_ARGUMENT,
  401: Code.UNAUTHENTICATED,
  403: Code.PERMISSION_DENIED,
  404: Code.NOT_FOUND,
  409: Code.ABORTED,
  416: Code.OUT_OF_RANGE,
  429: Code.RESOURCE_EXHAUSTED,
  499: Code.CANCELLED,
  501: Code.UNIMPLEMENTED,
  503: Code.UNAVAILABLE,
  504: Code.DEADLINE_EXCEEDED,
};

const TRANSPORT: Readonly<Record<number, ErrorCode>> = {
  400: Code.INTERNAL,
  401: Code.UNAUTHENTICATED,
  403: Code.PERMISSION_DENIED,
  404: Code.UNIMPLEMENTED,
  429: Code.UNAVAILABLE,
  431: Code.INTERNAL,
  502: Code.UNAVAILABLE,
  503: Code.UNAVAILABLE,
  504: Code.UNAVAILABLE,
};

/**
 * The code to assume for an HTTP status that came without one. There is no single reverse of
 * {@link httpStatusFromCode}; the caller says who spoke.
 *
 * @param status - HTTP status, 100 to 599; anything else gives UNKNOWN.
 * @param family - `"rest"` follows Google's REST clients, `"transport"` gRPC's mapping for answers
 *   that carry no `grpc-status`.
 * @returns OK for `"rest"` and 2xx. A transport without a `grpc-status` never means success.
 * @see https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md
 */
export function codeFromHttpStatus(status: number, family: HttpStatusFamily): Code {
  if (family === "transport") return TRANSPORT[status] ?? Code.UNKNOWN;
  if (family !== "rest") {
    throw new TypeError(`family must be "rest" or "transport", not ${JSON.stringify(family)}`);
  }
  if (status >= 200 && status < 300) return Code.OK;
  if (status >= 400 && status < 500) return REST[status] ?? Code.FAILED_PRECONDITION;
  if (status >= 500 && status < 600) return REST[status] ?? Code.INTERNAL;
  return Code.UNKNOWN;
}

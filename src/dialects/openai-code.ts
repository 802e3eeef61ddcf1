import { Code, type ErrorCode, isErrorCode, parseCode } from "../status/code.js";
import { codeFromHttpStatus } from "../status/http-status.js";
import { isHttpFailure, readCode } from "../status/read-code.js";

/**
 * Where services that know nothing of gRPC use an HTTP status more precisely than the table for Google's.
 * 402 stays FAILED_PRECONDITION: no waiting helps, somebody has to pay first. 413 is INVALID_ARGUMENT: a
 * request too large is so in whatever state the service is.
 */
const STATUSES: Readonly<Record<number, ErrorCode>> = {
  405: Code.UNIMPLEMENTED,
  408: Code.DEADLINE_EXCEEDED,
  413: Code.INVALID_ARGUMENT,
  422: Code.INVALID_ARGUMENT,
  502: Code.UNAVAILABLE,
  520: Code.UNKNOWN,
};

/** Statuses that say no more than whose fault it was; a word beside them says more. */
const COARSE = new Set([400, 422, 500]);

/**
 * The code of an error of OpenAI's family: a name or number of gRPC in `code`; the HTTP status, where it
 * tells more than whose fault it was; a word in `code`; the HTTP status as it is; `type`, which is
 * `invalid_request_error` for whatever a caller can do wrong. `undefined` where nothing says.
 */
export function openAiCode(
  code: unknown,
  type: unknown,
  httpStatus: number | undefined,
): ErrorCode | undefined {
  const stated = readCode(code);
  const http = stated.http ?? (isHttpFailure(httpStatus) ? httpStatus : undefined);
  const fromHttp = http === undefined ? undefined : codeFromStatus(http);
  const exact = isErrorCode(parseCode(code as string));
  if (exact || fromHttp === undefined) return stated.code ?? fromHttp ?? readCode(type).code;
  return COARSE.has(http as number) ? (stated.code ?? fromHttp) : fromHttp;
}

function codeFromStatus(http: number): ErrorCode | undefined {
  const code = STATUSES[http] ?? codeFromHttpStatus(http, "rest");
  return isErrorCode(code) ? code : undefined;
}

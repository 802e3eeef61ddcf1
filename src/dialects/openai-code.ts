import { Code, type ErrorCode, isErrorCode } from "../status/code.js";
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

/** A slug that stands for anything a caller can do wrong: 400, 401 and 404 alike. */
const VAGUE = /^(invalid_?request|bad_?request|server|api)?_?(error)?$/i;

/**
 * The code of an error of OpenAI's family: the slug or number in `code`, the HTTP status of the answer,
 * then `type`, which is coarse. `undefined` where nothing says.
 */
export function openAiCode(
  code: unknown,
  type: unknown,
  httpStatus: number | undefined,
): ErrorCode | undefined {
  const stated = readCode(code);
  const http = stated.http ?? httpStatus;
  const vague = typeof code === "string" && VAGUE.test(code);
  return (
    (vague ? undefined : stated.code) ??
    (isHttpFailure(http) ? codeFromStatus(http) : undefined) ??
    stated.code ??
    readCode(type).code
  );
}

function codeFromStatus(http: number): ErrorCode | undefined {
  const code = STATUSES[http] ?? codeFromHttpStatus(http, "rest");
  return isErrorCode(code) ? code : undefined;
}

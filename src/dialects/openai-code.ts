import { Code, type ErrorCode, isErrorCode, parseCode } from "../status/code.js";
import { codeFromHttpStatus, httpStatusFromCode } from "../status/http-status.js";
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

const VAGUE = /^(invalid_request|api|server)_error$/;

/** What an HTTP status stands for that says no more than whose fault it was; a word beside it says more. */
const COARSE: readonly unknown[] = [Code.INVALID_ARGUMENT, Code.FAILED_PRECONDITION, Code.INTERNAL];

/**
 * The code of an error of OpenAI's family: a name or number of gRPC in `code`; the HTTP status, where it
 * tells more than whose fault it was; a word in `code`; one in `type`, which is `invalid_request_error` for
 * whatever a caller can do wrong, and so has to agree with the status. `undefined` where nothing says.
 */
export function openAiCode(
  code: unknown,
  type: unknown,
  httpStatus: number | undefined,
): ErrorCode | undefined {
  // What says no more than `type` would.
  if (typeof code === "string" && VAGUE.test(code))
    return openAiCode(undefined, type ?? code, httpStatus);
  const stated = readCode(code);
  const http = stated.http ?? (isHttpFailure(httpStatus) ? httpStatus : undefined);
  const fromHttp = http === undefined ? undefined : codeFromStatus(http);
  if (isErrorCode(parseCode(code as string))) return stated.code;
  if (http === undefined || fromHttp === undefined) return stated.code ?? readCode(type).code;
  if (!COARSE.includes(fromHttp)) return fromHttp;
  const word = readCode(type).code ?? fromHttp;
  const agrees = httpStatusFromCode(word) < 500 === http < 500 && !COARSE.includes(word);
  return stated.code ?? (agrees ? word : fromHttp);
}

function codeFromStatus(http: number): ErrorCode | undefined {
  const code = STATUSES[http] ?? codeFromHttpStatus(http, "rest");
  return isErrorCode(code) ? code : undefined;
}

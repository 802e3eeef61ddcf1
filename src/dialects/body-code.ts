import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { Code, type ErrorCode, isErrorCode } from "../status/code.js";
import type { Detail } from "../status/details/detail.js";
import { findDetail } from "../status/details/find-details.js";
import { codeFromHttpStatus, httpStatusFromCode } from "../status/http-status.js";
import { isHttpFailure, readCode } from "../status/read-code.js";
import { hasProblem, type Problem, problem } from "../wire/problem.js";

/** Where a body may say its code. */
export interface CodeClaims {
  /** The code, where the dialect has rules of its own to find it. */
  readonly code?: ErrorCode | undefined;
  /** Members that hold a code of gRPC in this shape, the most telling first. */
  readonly grpc?: readonly unknown[];
  /** Members that hold an HTTP status. */
  readonly http?: readonly unknown[];
  /** HTTP status of the answer. */
  readonly httpStatus?: number | undefined;
  readonly details?: readonly Detail[];
}

/**
 * The code of a body: what its shape says, read as what it is; then the HTTP status that it states, which
 * the details may make more precise; then that of the answer; then UNKNOWN. Each step that had to be
 * taken because a member made no sense is a problem.
 */
export function settleBodyCode(claims: CodeClaims, problems: Problem[]): ErrorCode {
  if (claims.code !== undefined) return claims.code;
  let stated: number | undefined;
  for (const value of present(claims.grpc)) {
    const { code, http } = readCode(value);
    if (code !== undefined) return code;
    stated ??= http;
    problems.push(
      problem("code", http === undefined ? "no code" : "an HTTP status as code", value),
    );
  }
  for (const value of present(claims.http)) {
    const { code, http } = readCode(value);
    stated ??= http;
    if (http === undefined) problems.push(problem("code", "no HTTP status", value));
    if (code !== undefined) return code;
  }
  const { httpStatus } = claims;
  const http = stated ?? (isHttpFailure(httpStatus) ? httpStatus : undefined);
  if (http === undefined) {
    if (!hasProblem(problems, "code")) problems.push(problem("code", "nothing says the code"));
    return Code.UNKNOWN;
  }
  const code = codeFromDetails(claims.details ?? [], http) ?? codeFromHttpStatus(http, "rest");
  return isErrorCode(code) ? code : Code.UNKNOWN;
}

function present(values: readonly unknown[] = []): unknown[] {
  return values.filter((value) => value !== undefined && value !== null);
}

/** Several codes share an HTTP status; a detail that goes with one of them tells which it was. */
function codeFromDetails(details: readonly Detail[], http: number): ErrorCode | undefined {
  const codes = [
    readCode(findDetail(details, ErrorInfoSchema)?.reason).code,
    ...details.map(({ type }) => TELLING.get(type)),
  ];
  // 422 is for a request whose form is right and whose content is not.
  const exact = http === 422 ? 400 : http;
  return codes.find((code) => code !== undefined && httpStatusFromCode(code) === exact);
}

const TELLING: ReadonlyMap<string, ErrorCode> = /* @__PURE__ */ new Map([
  ["google.rpc.PreconditionFailure", Code.FAILED_PRECONDITION],
  ["google.rpc.QuotaFailure", Code.RESOURCE_EXHAUSTED],
  ["google.rpc.BadRequest", Code.INVALID_ARGUMENT],
]);

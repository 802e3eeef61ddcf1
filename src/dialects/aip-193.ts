import type { JsonObject } from "@bufbuild/protobuf";
import { type CodeName, codeName, type ErrorCode, isErrorCode, parseCode } from "../status/code.js";
import { detailToJson } from "../status/details/detail-json.js";
import { readDetails } from "../status/details/read-details.js";
import type { ErrorParts } from "../status/error-parts.js";
import { httpStatusFromCode } from "../status/http-status.js";
import { readCode } from "../status/read-code.js";
import { isJsonObject } from "../wire/members.js";
import { type Problem, problem } from "../wire/problem.js";
import { wellFormed } from "../wire/utf8.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { detailsFromErrors } from "./google-errors.js";
import { hasTypedDetails, innerError } from "./inner-error.js";
import { type ShownDetails, shownDetails } from "./shown-details.js";

/** The error body of Google's REST APIs. */
export interface Aip193Body {
  readonly error: {
    /** HTTP status. */
    readonly code: number;
    readonly message: string;
    /** Name of the gRPC code. */
    readonly status: CodeName;
    /** ProtoJSON of each detail; absent where there are none. */
    readonly details?: JsonObject[];
  };
}

/** What of an error a body is made of. An `RpcError` is one. */
export interface EncodableError extends ShownDetails {
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * Encodes the AIP-193 envelope. `DebugInfo` stays behind, unless in debug mode.
 *
 * @see https://google.aip.dev/193#http11json-representation
 */
export function encodeAip193(error: EncodableError): Aip193Body {
  const { code, message } = error;
  const shown = shownDetails(error).map(detailToJson);
  return {
    error: {
      code: httpStatusFromCode(code),
      message: wellFormed(message),
      status: codeName(code),
      ...(shown.length > 0 && { details: shown }),
    },
  };
}

/**
 * Whether a body is an AIP-193 envelope, `{ error: { code: 404, message, status: "NOT_FOUND" } }`, or its
 * inside alone, as SDKs hand it on. Old services leave `status` out, or have `errors` in place of `details`.
 */
export function isAip193(
  body: unknown,
  { failed = true }: Partial<BodyContext> = {},
): body is JsonObject {
  if (!isJsonObject(body)) return false;
  const error = innerError(body);
  // Things that went well have a status too, and some that did not are the content of a good answer.
  if (error === undefined) return failed && isNamed(body) && body.message !== undefined;
  if (["type", "param", "metadata"].some((name) => name in error)) return false;
  return (
    typeof error.status === "string" ||
    Array.isArray(error.errors) ||
    hasTypedDetails(error) ||
    readCode(error.code).http !== undefined
  );
}

function isNamed({ status }: JsonObject): boolean {
  return typeof status === "string" && isErrorCode(parseCode(status));
}

/** Decodes an AIP-193 envelope. Total; the `status` name has the code, the number is HTTP's. */
export function decodeAip193(
  body: JsonObject,
  { httpStatus }: Partial<BodyContext> = {},
): ErrorParts {
  const error = innerError(body) ?? body;
  const problems: Problem[] = [];
  const typed = readDetails(error.details, problems);
  const details = [...typed, ...detailsFromErrors(error, typed)];
  const parts = partsOfBody({
    grpc: [error.status],
    http: [error.code],
    httpStatus,
    messages: [error.message],
    details,
    problems,
  });
  const { http } = readCode(error.code);
  // 4xx or 5xx: within a class the tables differ, OUT_OF_RANGE is 416 to some.
  if (http !== undefined && classOf(httpStatusFromCode(parts.code)) !== classOf(http)) {
    problems.push(problem("code-mismatch", `${codeName(parts.code)} with HTTP ${http}`));
  }
  // Google's GenAI SDK makes such an envelope of what was no JSON, with HTTP's phrase as its status.
  const isPhrase = typeof error.status === "string" && error.status.includes(" ");
  return isPhrase ? { ...parts, origin: "transport" } : parts;
}

function classOf(http: number): number {
  return Math.trunc(http / 100);
}

import type { JsonObject } from "@bufbuild/protobuf";
import { DebugInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { type CodeName, codeName, type ErrorCode, isErrorCode, parseCode } from "../status/code.js";
import { settleCode } from "../status/combine-status.js";
import type { Detail } from "../status/details/detail.js";
import { detailToJson } from "../status/details/detail-json.js";
import { isJsonObject, readDetails } from "../status/details/read-details.js";
import type { ErrorParts } from "../status/error-parts.js";
import { httpStatusFromCode } from "../status/http-status.js";
import { type Problem, problem } from "../wire/problem.js";
import { wellFormed } from "../wire/utf8.js";
import { messageMember } from "./json-members.js";

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
export interface EncodableError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: readonly Detail[];
}

/**
 * Encodes the AIP-193 envelope. `DebugInfo` stays behind: it is for the service's own people.
 *
 * @see https://google.aip.dev/193#http11json-representation
 */
export function encodeAip193({ code, message, details }: EncodableError): Aip193Body {
  const shown = details.filter(({ type }) => type !== DebugInfoSchema.typeName).map(detailToJson);
  return {
    error: {
      code: httpStatusFromCode(code),
      message: wellFormed(message),
      status: codeName(code),
      ...(shown.length > 0 && { details: shown }),
    },
  };
}

/** Whether a JSON value is an AIP-193 envelope: `{ error: { status: "NOT_FOUND", … } }`. */
export function isAip193(value: unknown): value is { error: JsonObject } {
  if (!isJsonObject(value) || !isJsonObject(value.error)) return false;
  const { status } = value.error;
  return typeof status === "string" && isErrorCode(parseCode(status));
}

/** Decodes an AIP-193 envelope. Total; the `status` name has the code, the number is HTTP's. */
export function decodeAip193({ error }: { error: JsonObject }): ErrorParts {
  const problems: Problem[] = [];
  const http = typeof error.code === "number" ? error.code : undefined;
  const code = settleCode(parseCode(String(error.status)) ?? Number.NaN, problems);
  // 4xx or 5xx: within a class the tables differ, OUT_OF_RANGE is 416 to some.
  if (http !== undefined && Math.trunc(httpStatusFromCode(code) / 100) !== Math.trunc(http / 100)) {
    problems.push(problem("code-mismatch", `${codeName(code)} with HTTP ${http}`));
  }
  return {
    code,
    message: messageMember(error.message, problems),
    details: readDetails(error.details, problems),
    origin: "server",
    via: "rest",
    httpStatus: http,
    problems,
  };
}

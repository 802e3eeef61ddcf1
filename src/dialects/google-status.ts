import type { JsonObject } from "@bufbuild/protobuf";
import { type ErrorCode, isErrorCode, parseCode } from "../status/code.js";
import { detailToJson } from "../status/details/detail-json.js";
import { readDetails } from "../status/details/read-details.js";
import type { ErrorParts, ErrorVia } from "../status/error-parts.js";
import { readCode } from "../status/read-code.js";
import { isJsonObject, members } from "../wire/members.js";
import type { Problem } from "../wire/problem.js";
import { wellFormed } from "../wire/utf8.js";
import type { EncodableError } from "./aip-193.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { hasTypedDetails } from "./inner-error.js";
import { madeErrorInfo } from "./made-details.js";
import { shownDetails } from "./shown-details.js";

/** A `google.rpc.Status` in ProtoJSON: the error body of Yandex Cloud, grpc-gateway v2 and Envoy. */
export interface GoogleStatusBody {
  /** The code's gRPC number. */
  readonly code: ErrorCode;
  readonly message: string;
  /** ProtoJSON of each detail. */
  readonly details: JsonObject[];
}

/** Encodes a flat `google.rpc.Status`. `DebugInfo` stays behind. */
export function encodeGoogleStatus(error: EncodableError): GoogleStatusBody {
  const { code, message } = error;
  return { code, message: wellFormed(message), details: shownDetails(error).map(detailToJson) };
}

/**
 * Whether a JSON value is a flat `google.rpc.Status`: `{ code: 5, message, details }` with the gRPC
 * number, as Yandex Cloud, grpc-gateway v2 and Envoy answer, and as an Operation holds it.
 */
export function isGoogleStatus(
  value: unknown,
  { failed, httpStatus }: Partial<BodyContext> = {},
): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const { code, message, error } = value;
  if (hasTypedDetails(value) && error === undefined) return true;
  if (typeof code !== "number" && !(typeof code === "string" && parseCode(code) !== undefined))
    return false;
  if (message !== undefined && message !== null && typeof message !== "string") return false;
  // Inside an answer that succeeded, a thing with a number may be anything: nothing else may stand there.
  if (failed === false && !Object.keys(value).every((name) => MEMBERS.has(name))) return false;
  // Numbers beyond gRPC's belong to other dialects, as long as nobody knows that it failed.
  if (isErrorCode(parseCode(code))) return failed !== false || typeof message === "string";
  return failed === true && (readCode(code).http !== undefined || httpStatus !== undefined);
}

const DECODED = ["code", "message", "details", "reason", "metadata", "rawMessage"] as const;
const MEMBERS = new Set(["code", "message", "details"]);

/**
 * Decodes a `google.rpc.Status`, JSON or a message of any library. Total; a code of 0 counts as UNKNOWN
 * where nothing else says more: whoever asks knows that something failed.
 */
export function decodeGoogleStatus(
  status: object,
  via: ErrorVia,
  { httpStatus }: Partial<BodyContext> = {},
): ErrorParts {
  const problems: Problem[] = [];
  const { code, message, details, reason, metadata, rawMessage } = members(status, ...DECODED);
  // The JSON of grpc-js's error has its text there, that of Connect's under a name of its own.
  const text = typeof details === "string" && isJsonObject(metadata) ? details : rawMessage;
  const typed = text === details ? [] : readDetails(details, problems);
  // Kratos, and Kubernetes, have what ErrorInfo says beside the code.
  const made = typeof reason === "string" && typed.every(({ type }) => type === "");
  const parts = partsOfBody({
    grpc: [code],
    httpStatus,
    messages: [text, message],
    details: made ? [madeErrorInfo(reason, "", Object(metadata)), ...typed] : typed,
    problems,
  });
  return { ...parts, via };
}

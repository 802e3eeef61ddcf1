import type { JsonObject } from "@bufbuild/protobuf";
import { isErrorCode, parseCode } from "../status/code.js";
import { settleCode } from "../status/combine-status.js";
import { isJsonObject, readDetails } from "../status/details/read-details.js";
import type { ErrorParts, ErrorVia } from "../status/error-parts.js";
import { members } from "../wire/members.js";
import type { Problem } from "../wire/problem.js";
import { messageMember } from "./json-members.js";

/**
 * Whether a JSON value is a flat `google.rpc.Status`: `{ code: 5, message, details }` with the gRPC
 * number, as Yandex Cloud, grpc-gateway v2 and Envoy answer, and as an Operation holds it.
 */
export function isGoogleStatus(value: unknown): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const { code, message, details } = value;
  if (typeof code !== "number" && !(typeof code === "string" && parseCode(code) !== undefined))
    return false;
  if (message !== undefined && message !== null && typeof message !== "string") return false;
  // Numbers beyond gRPC's belong to other dialects, unless the details show whose they are.
  return isErrorCode(parseCode(code)) || (Array.isArray(details) && details.some(hasType));
}

function hasType(detail: unknown): boolean {
  return isJsonObject(detail) && typeof detail["@type"] === "string";
}

/**
 * Decodes a `google.rpc.Status`, JSON or a message of any library. Total; a code of 0 counts as UNKNOWN:
 * whoever asks knows that something failed.
 */
export function decodeGoogleStatus(status: object, via: ErrorVia): ErrorParts {
  const problems: Problem[] = [];
  const { code, message, details } = members(status, "code", "message", "details");
  const number = typeof code === "string" ? parseCode(code) : code;
  return {
    code: settleCode(typeof number === "number" ? number : Number.NaN, problems),
    message: messageMember(message, problems),
    details: readDetails(details, problems),
    origin: "server",
    via,
    problems,
  };
}

import type { JsonObject } from "@bufbuild/protobuf";
import { isErrorCode, parseCode } from "../status/code.js";
import { settleCode } from "../status/combine-status.js";
import { detailsFromJson, isJsonObject } from "../status/details/details-from-json.js";
import type { ErrorParts, ErrorVia } from "../status/error-parts.js";
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

/** Decodes a flat `google.rpc.Status` in JSON. Total. */
export function decodeGoogleStatus(json: JsonObject, via: ErrorVia = "rest"): ErrorParts {
  const problems: Problem[] = [];
  const code = json.code;
  const number = typeof code === "string" ? parseCode(code) : code;
  return {
    code: settleCode(typeof number === "number" ? number : Number.NaN, problems),
    message: messageMember(json.message, problems),
    details: detailsFromJson(json.details, problems),
    origin: "server",
    via,
    problems,
  };
}

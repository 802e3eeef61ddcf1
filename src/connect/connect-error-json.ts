import type { JsonObject } from "@bufbuild/protobuf";
import { connectCode } from "../dialects/connect.js";
import { isErrorCode, parseCode } from "../status/code.js";
import type { ErrorParts } from "../status/error-parts.js";
import { decodeBase64, encodeBase64 } from "../wire/base64.js";
import { isJsonObject } from "../wire/members.js";
import { typeNameFromUrl } from "../wire/type-url.js";
import { connectDetail } from "./to-connect-error.js";

/**
 * An error as the JSON of the Connect protocol. Other than `encodeConnect` it keeps everything: this is what
 * a client received, its `DebugInfo` included.
 */
export function connectErrorText({ code, message, details }: ErrorParts): string {
  const entries = details.flatMap(connectDetail).map(({ type, value, debug }) => ({
    type,
    value: encodeBase64(value),
    debug,
  }));
  return JSON.stringify({ code: connectCode(code), message, details: entries });
}

/**
 * Whether connect-es reads all of an error. Of any other spelling of the code it takes the HTTP status
 * instead, of a type with a URL's prefix no detail is ever found, and one bad member or detail costs it
 * message and all details.
 */
export function isReadableByConnect(json: unknown): json is JsonObject & { readonly code: string } {
  if (!isJsonObject(json)) return false;
  const { code, message, details } = json;
  if (typeof code !== "string") return false;
  const number = parseCode(code);
  if (!isErrorCode(number) || connectCode(number) !== code) return false;
  if (message !== undefined && message !== null && typeof message !== "string") return false;
  if (details === undefined || details === null) return true;
  return Array.isArray(details) && details.every(isReadableDetail);
}

function isReadableDetail(detail: unknown): boolean {
  if (!isJsonObject(detail)) return false;
  const { type, value } = detail;
  if (typeof type !== "string" || typeof value !== "string") return false;
  return typeNameFromUrl(type) === type && decodeBase64(value).valid;
}

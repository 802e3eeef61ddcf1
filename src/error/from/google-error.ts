import { decodeGoogleStatus } from "../../dialects/google-status.js";
import { isHtml } from "../../dialects/html.js";
import { Code } from "../../status/code.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { isError, member } from "../../wire/members.js";

/**
 * Recognises google-gax's `GoogleError` of a call over REST, where no body was left to read: `code` is the
 * gRPC number, the details are messages. Over gRPC it is a `ServiceError` and was recognised as one.
 */
export function partsFromGoogleError(value: object): ErrorParts | undefined {
  if (!isError(value) || !("statusDetails" in value && "code" in value)) return undefined;
  // A page that it could not read is better read where it was received.
  if (typeof value.code !== "number" || isHtml(value.message)) return undefined;
  const parts = decodeGoogleStatus(value, "rest");
  // Without an answer it has the failure of the request as its cause; that of an operation has none.
  const unanswered = value.cause !== undefined || /\bretrying error\b/.test(value.message);
  if (member(value, "httpStatusCode") !== undefined || !unanswered) return parts;
  const own = parts.code === Code.CANCELLED || parts.code === Code.DEADLINE_EXCEEDED;
  return { ...parts, via: "local", origin: own ? "local" : "transport" };
}

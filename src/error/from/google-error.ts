import { decodeGoogleStatus } from "../../dialects/google-status.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { isError } from "../../wire/members.js";

/**
 * Recognises google-gax's `GoogleError` of a call over REST, where no body was left to read: `code` is the
 * gRPC number, the details are messages. Over gRPC it is a `ServiceError` and was recognised as one.
 */
export function partsFromGoogleError(value: object): ErrorParts | undefined {
  if (!isError(value) || !("statusDetails" in value && "code" in value)) return undefined;
  return typeof value.code === "number" ? decodeGoogleStatus(value, "rest") : undefined;
}

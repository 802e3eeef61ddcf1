import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import type { BodyContext } from "./body-context.js";
import { decodeGoogleStatus } from "./google-status.js";
import { innerError } from "./inner-error.js";
import { constantName, madeErrorInfo } from "./made-details.js";

/**
 * Whether a body is of Gemini's Interactions API: `{ error: { code: "invalid_request", message } }`, with a
 * slug and without `status`; among server-sent events with `event_type: "error"` beside it.
 */
export function isGeminiInteractions(body: JsonObject): boolean {
  const error = innerError(body);
  if (error === undefined || "type" in error || "param" in error) return false;
  return typeof error.code === "string" && Number.isNaN(Number(error.code));
}

/** Decodes a body of Gemini's Interactions API. Total; the slug, finer than any code, becomes an `ErrorInfo`. */
export function decodeGeminiInteractions(body: JsonObject, context: BodyContext): ErrorParts {
  const error = innerError(body) ?? {};
  const parts = decodeGoogleStatus(error, "rest", context);
  if (parts.details.length > 0) return parts;
  const { code } = error;
  return { ...parts, details: [madeErrorInfo(constantName(code), "", { code })] };
}

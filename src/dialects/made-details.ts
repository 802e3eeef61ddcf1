import { BadRequestSchema, ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { badRequest } from "../status/builders/bad-request.js";
import { errorInfo } from "../status/builders/error-info.js";
import type { Detail } from "../status/details/detail.js";
import { MessageDetail } from "../status/details/message-detail.js";

/** How many entries of a body's list of violations are read: one for each field of a large form. */
export const MAX_VIOLATIONS = 256;

/** What a body without details says about its cause, as the `ErrorInfo` that it would be. */
export function madeErrorInfo(
  reason: unknown,
  domain: unknown,
  metadata: Readonly<Record<string, unknown>> = {},
): Detail {
  const texts = Object.entries(metadata).filter(([, value]) => plainText(value) !== "");
  const info = errorInfo({
    reason: plainText(reason),
    domain: plainText(domain),
    metadata: Object.fromEntries(texts.map(([key, value]) => [key, plainText(value)])),
  });
  return new MessageDetail(ErrorInfoSchema, info);
}

/** A wrong field in the words of a body: its path, what is wrong, and a word for the kind of fault. */
export type MadeViolation = readonly [field: unknown, description: unknown, reason?: unknown];

/** The wrong fields that a body lists, as a `BadRequest`; none where it names no field. */
export function madeBadRequest(violations: readonly MadeViolation[]): Detail[] {
  const named = violations.slice(0, MAX_VIOLATIONS).filter(([field]) => plainText(field) !== "");
  if (named.length === 0) return [];
  const request = badRequest(
    named.map(([field, description, reason]) => ({
      field: plainText(field),
      description: plainText(description),
      reason: plainText(reason),
    })),
  );
  return [new MessageDetail(BadRequestSchema, request)];
}

/** A slug as a constant: `context_length.exceeded` is `CONTEXT_LENGTH_EXCEEDED`. */
export function constantName(slug: unknown): string {
  return plainText(slug)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_");
}

function plainText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

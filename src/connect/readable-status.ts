import { anyBytes } from "../status/details/any-bytes.js";
import type { Detail } from "../status/details/detail.js";
import type { RawDetail } from "../status/details/detail-input.js";
import type { ErrorParts } from "../status/error-parts.js";
import { encodeStatusDetails } from "../status/status-details.js";
import {
  GRPC_MESSAGE,
  GRPC_STATUS,
  GRPC_STATUS_DETAILS_BIN,
  type StatusTrailers,
  statusTrailers,
} from "../status/trailers.js";
import { decodeAny, encodeAny } from "../wire/any.js";
import type { ProblemKind } from "../wire/problem.js";
import { wellFormed } from "../wire/utf8.js";

/** Whether a header is part of the status of a call. */
export function isStatusName(name: string): boolean {
  return name === GRPC_STATUS || name === GRPC_MESSAGE || name === GRPC_STATUS_DETAILS_BIN;
}

/** What Connect reads as this library does. */
const HARMLESS: readonly ProblemKind[] = ["detail-limit", "message-mismatch"];

/**
 * Whether Connect reads something else in the headers of a failure than these parts: a status message whose
 * code is 0 makes it a success, another code wins over `grpc-status`; damaged or repeated details, and bad
 * escapes, cost it the code.
 */
export function isMisread({ problems, details }: ErrorParts): boolean {
  return (
    problems.some(({ kind }) => !HARMLESS.includes(kind)) ||
    details.some((detail) => !cleanAny(detail)?.same)
  );
}

/** The status so that Connect reads all of it, without details so damaged that they cost it the others. */
export function encodeStatus({
  code,
  message,
  details,
}: Pick<ErrorParts, "code" | "message" | "details">): StatusTrailers {
  const readable = { code, message, details: details.flatMap((one) => cleanAny(one)?.any ?? []) };
  return statusTrailers({
    code,
    message: wellFormed(message),
    // All of it: what arrived is within the limits of its peer.
    bytes: readable.details.length > 0 ? encodeStatusDetails(readable) : undefined,
  });
}

/** A detail as an `Any` without a fault, and whether it came as the same bytes. */
function cleanAny(detail: Detail): { any: RawDetail; same: boolean } | undefined {
  const bytes = anyBytes(detail);
  if (bytes === undefined) return undefined;
  const { damage, ...any } = decodeAny(bytes);
  if (damage !== undefined) return undefined;
  const again = encodeAny(any.typeUrl, any.value);
  const same = again.length === bytes.length && again.every((byte, at) => byte === bytes[at]);
  return { any, same };
}

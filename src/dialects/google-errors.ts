import type { JsonObject } from "@bufbuild/protobuf";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import type { Detail } from "../status/details/detail.js";
import { members } from "../wire/members.js";
import { madeBadRequest, madeErrorInfo } from "./made-details.js";

/** How many entries are read: lists of the wild have one or two. */
const MAX_ERRORS = 64;

/**
 * The `errors` of Google's older APIs (`{ domain, reason, message, location }`) as details: the first one's
 * reason as `ErrorInfo`, each that names a place as a violation of `BadRequest`.
 *
 * @param details - what stands there already; an `ErrorInfo` among them says more.
 */
export function detailsFromErrors({ errors }: JsonObject, details: readonly Detail[]): Detail[] {
  if (!Array.isArray(errors)) return [];
  const entries = errors
    .slice(0, MAX_ERRORS)
    .map((entry) => members(entry, "domain", "reason", "message", "location"));
  const [first] = entries;
  const known = details.some(({ type }) => type === ErrorInfoSchema.typeName);
  return [
    ...(first?.reason && !known ? [madeErrorInfo(first.reason, first.domain)] : []),
    ...madeBadRequest(
      entries.map(({ location, message, reason }) => [location, message, reason] as const),
    ),
  ];
}

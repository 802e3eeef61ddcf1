import {
  ErrorInfoSchema,
  LocalizedMessageSchema,
  RequestInfoSchema,
} from "../../gen/google/rpc/error_details_pb.js";
import { shownDetails } from "../dialects/shown-details.js";
import { RpcError } from "../error/rpc-error.js";
import { errorInfo } from "../status/builders/error-info.js";
import { requestInfo } from "../status/builders/request-info.js";
import type { Detail } from "../status/details/detail.js";
import type { DetailInput } from "../status/details/detail-input.js";
import { findDetail } from "../status/details/find-details.js";
import type { HeaderValue } from "../wire/headers.js";
import type { ErrorPolicy } from "./error-policy.js";
import type { IncomingCall } from "./incoming-call.js";
import { localize } from "./localize.js";

/** Header that names a call, on its way in and out. */
export const REQUEST_ID = "x-request-id";

/**
 * An error as it goes out: less its `DebugInfo`, with the id of the call, the server's domain, and a text for
 * the user in their language.
 *
 * @param requestId - the id of the call; none is added where it is `undefined`.
 */
export function completeError(
  error: RpcError,
  policy: ErrorPolicy,
  call: IncomingCall,
  requestId: string | undefined,
): RpcError {
  const shown = shownDetails({ details: error.details, debug: policy.debug });
  const details: DetailInput[] = shown.map((detail) => withDomain(detail, policy.domain));
  if (policy.locales !== undefined && findDetail(shown, LocalizedMessageSchema) === undefined) {
    const text = localize(error, policy.locales, call.header?.("accept-language"));
    if (text !== undefined) details.push(text);
  }
  if (requestId !== undefined && findDetail(shown, RequestInfoSchema) === undefined) {
    details.push(requestInfo(requestId));
  }
  const { httpStatus } = error;
  return new RpcError(error.code, error.message, {
    details,
    metadata: headersOf(error, requestId),
    // Of another server's answer it is not this one's to repeat.
    ...(httpStatus !== undefined && !error.isDecoded && { httpStatus }),
  });
}

function withDomain(detail: Detail, domain: string | undefined): DetailInput {
  if (domain === undefined || detail.type !== ErrorInfoSchema.typeName) return detail;
  const info = findDetail([detail], ErrorInfoSchema);
  return info === undefined || info.domain !== "" ? detail : errorInfo({ ...info, domain });
}

/** The headers that an error was made with; those of another server's answer stay here. */
function headersOf(error: RpcError, requestId: string | undefined): [string, HeaderValue][] {
  const own = error.isDecoded
    ? []
    : Array.from(error.metadata, ([name, value]): [string, HeaderValue] => [name, value]);
  if (requestId === undefined) return own;
  return [[REQUEST_ID, requestId], ...own.filter(([name]) => name !== REQUEST_ID)];
}

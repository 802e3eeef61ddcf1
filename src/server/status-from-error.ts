import type { Status } from "../../gen/google/rpc/status_pb.js";
import { fitDetails } from "../status/budget/fit-details.js";
import { anyBytes } from "../status/details/any-bytes.js";
import { encodeStatusDetails } from "../status/status-details.js";
import { statusMessage } from "../status/status-message.js";
import { delimitedSize } from "../wire/protobuf-writer.js";
import { checkPolicy } from "./check-policy.js";
import type { ErrorPolicy } from "./error-policy.js";
import { DEFAULT_MAX_BODY_BYTES } from "./max-body-bytes.js";
import { judgeError } from "./outgoing-error.js";
import { reportTrim } from "./report-error.js";

/** What {@link statusFromError} may be told. */
export interface PartialErrorOptions {
  /** What of the error may go out. Default: what was made with `new RpcError`. */
  readonly policy?: ErrorPolicy;
  /** The method, for the policy's reports. */
  readonly method?: string;
}

/**
 * The `google.rpc.Status` of an error, to stand in an ordinary message: the answer of a batch call carries
 * one for each part that failed. What clients may see is up to the policy, as for errors that fail a whole
 * call, and so is the size, that of a body. `errorFromStatus` reads it back.
 *
 * @param error - anything that was thrown.
 * @throws TypeError that names the value, for a policy that is none.
 *
 * @example
 * const results = await Promise.allSettled(ids.map(findBook));
 * return {
 *   results: results.map((result) =>
 *     result.status === "fulfilled"
 *       ? { book: result.value }
 *       : { status: statusFromError(result.reason, { policy }) },
 *   ),
 * };
 *
 * @see https://google.aip.dev/193#partial-errors
 */
export function statusFromError(error: unknown, options: PartialErrorOptions = {}): Status {
  const { policy = {}, method = "" } = options;
  checkPolicy(policy);
  const { sent, requestId } = judgeError(error, policy, { method });
  const { message, details, report } = fitDetails({
    message: sent.message,
    details: sent.details,
    maxBytes: policy.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    messageCost: (text) => encodeStatusDetails({ code: sent.code, message: text }).length,
    cost: (detail) => delimitedSize(anyBytes(detail)?.length ?? 0),
  });
  if (report !== undefined) reportTrim(report, policy, { method, requestId, sent });
  return statusMessage({ code: sent.code, message, details });
}

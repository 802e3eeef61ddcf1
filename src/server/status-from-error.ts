import { create, fromBinary } from "@bufbuild/protobuf";
import { type Status, StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { fitTrailers } from "../status/budget/fit-trailers.js";
import { checkPolicy } from "./check-policy.js";
import type { ErrorPolicy } from "./error-policy.js";
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
 * call, and so is the size. `errorFromStatus` reads it back.
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
  const { maxDetailsBytes } = policy;
  const { message, bytes, report } = fitTrailers(sent, { maxDetailsBytes });
  if (report !== undefined) reportTrim(report, policy, { method, requestId, sent });
  return bytes === undefined
    ? create(StatusSchema, { code: sent.code, message })
    : fromBinary(StatusSchema, bytes);
}

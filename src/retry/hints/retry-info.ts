import { RetryInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { findDetail } from "../../status/details/find-details.js";
import { msFromDuration } from "../../wire/duration.js";
import { delayReading, type HintReading } from "./hint-reading.js";

/**
 * What each `RetryInfo` among the details says.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
 */
export function readRetryInfos(error: RpcError): readonly HintReading[] {
  const infos = error.details.filter(({ type }) => type === RetryInfoSchema.typeName);
  return infos.flatMap((detail): HintReading[] => {
    const info = findDetail([detail], RetryInfoSchema);
    if (info === undefined) return [{ ignored: "RetryInfo does not decode" }];
    if (info.retryDelay === undefined) return [{ ignored: "RetryInfo has no delay" }];
    const { seconds, nanos } = info.retryDelay;
    if (Math.abs(nanos) > MAX_NANOS || (seconds > 0n && nanos < 0)) {
      return [{ ignored: `RetryInfo with ${seconds} s and ${nanos} ns is no duration` }];
    }
    return [delayReading("RetryInfo", msFromDuration(info.retryDelay))];
  });
}

/** A second less one: what is more belongs to the seconds. */
const MAX_NANOS = 999_999_999;

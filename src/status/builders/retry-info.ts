import { create } from "@bufbuild/protobuf";
import { type Duration, DurationSchema } from "@bufbuild/protobuf/wkt";
import { type RetryInfo, RetryInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { durationFromMs } from "../../wire/duration.js";

/**
 * Builds a `RetryInfo`: how long a client has to wait, at least, before it tries again.
 *
 * @param delay - milliseconds, not negative, or a `google.protobuf.Duration`.
 * @throws TypeError where the milliseconds are negative or not finite.
 */
export function retryInfo(delay: number | Duration): RetryInfo {
  if (typeof delay !== "number") return create(RetryInfoSchema, { retryDelay: delay });
  if (!(delay >= 0)) throw new TypeError(`retryInfo needs 0 or more milliseconds, not ${delay}`);
  return create(RetryInfoSchema, { retryDelay: create(DurationSchema, durationFromMs(delay)) });
}

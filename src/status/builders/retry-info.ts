import { create } from "@bufbuild/protobuf";
import { type Duration, DurationSchema } from "@bufbuild/protobuf/wkt";
import { type RetryInfo, RetryInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { durationFromMs } from "../../wire/duration.js";

/** The longest span that a `google.protobuf.Duration` may hold: about 10,000 years. */
const MAX_DELAY_MS = 315_576_000_000_000;

/**
 * Builds a `RetryInfo`: how long a client has to wait, at least, before it tries again.
 *
 * @param delay - milliseconds, 0 or more, or a `google.protobuf.Duration`.
 * @throws TypeError for anything else.
 */
export function retryInfo(delay: number | Duration): RetryInfo {
  if (typeof delay === "number" && delay >= 0 && delay <= MAX_DELAY_MS) {
    return create(RetryInfoSchema, { retryDelay: create(DurationSchema, durationFromMs(delay)) });
  }
  if (typeof delay === "object" && typeof delay?.seconds === "bigint") {
    return create(RetryInfoSchema, { retryDelay: delay });
  }
  throw new TypeError(`retryInfo needs 0 or more milliseconds or a Duration, not ${String(delay)}`);
}

import { fromBinary } from "@bufbuild/protobuf";
import { type Status, StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { wellFormed } from "../wire/utf8.js";
import { encodeStatusDetails, type StatusInit } from "./status-details.js";

/** What {@link encodeStatusDetails} writes, as the message that other messages carry. */
export function statusMessage(init: StatusInit): Status {
  const status = fromBinary(StatusSchema, encodeStatusDetails(init));
  // protobuf-es before 2.17 takes a leading U+FEFF off.
  status.message = wellFormed(init.message);
  return status;
}

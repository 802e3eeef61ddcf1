import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type ErrorInfo, ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";

/**
 * Builds an `ErrorInfo`: the cause of an error in words for programs.
 *
 * @param init - `reason` in UPPER_SNAKE_CASE (at most 63 characters), `domain` that owns the reason
 *   (such as `library.example`), and `metadata` with the values that the message mentions.
 * @see https://google.aip.dev/193#errorinfo
 */
export function errorInfo(init: MessageInitShape<typeof ErrorInfoSchema>): ErrorInfo {
  return create(ErrorInfoSchema, init);
}

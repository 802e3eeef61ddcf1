import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type DebugInfo, DebugInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";

/**
 * Builds a `DebugInfo`: stack and free text for the service's own developers. Servers of this library
 * strip it unless they run with `debug: true`.
 */
export function debugInfo(init: MessageInitShape<typeof DebugInfoSchema>): DebugInfo {
  return create(DebugInfoSchema, init);
}

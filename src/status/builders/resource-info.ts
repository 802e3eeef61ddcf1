import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type ResourceInfo, ResourceInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";

/** Builds a `ResourceInfo`: the resource that the error is about, by type and name. */
export function resourceInfo(init: MessageInitShape<typeof ResourceInfoSchema>): ResourceInfo {
  return create(ResourceInfoSchema, init);
}

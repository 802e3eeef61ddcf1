import { create } from "@bufbuild/protobuf";
import { type RequestInfo, RequestInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";

/**
 * Builds a `RequestInfo`: the id under which the service logged the request.
 *
 * @param requestId - what a user quotes to support.
 * @param servingData - opaque data for the service's own people; it goes out to the client.
 */
export function requestInfo(requestId: string, servingData = ""): RequestInfo {
  return create(RequestInfoSchema, { requestId, servingData });
}

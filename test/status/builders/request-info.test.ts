import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { RequestInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { requestInfo } from "../../../src/status/builders/request-info.js";

describe("requestInfo", () => {
  it("builds the message that its JSON describes", () => {
    expect(requestInfo("id-1", "shard 4")).toEqual(
      fromJson(RequestInfoSchema, { requestId: "id-1", servingData: "shard 4" }),
    );
    expect(requestInfo("id-1")).toEqual(fromJson(RequestInfoSchema, { requestId: "id-1" }));
  });
});

import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { ResourceInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { resourceInfo } from "../../../src/status/builders/resource-info.js";

describe("resourceInfo", () => {
  it("builds the message that its JSON describes", () => {
    const init = {
      resourceType: "library.example/Book",
      resourceName: "books/42",
      owner: "reader:7",
      description: "Lent until Monday",
    };
    expect(resourceInfo(init)).toEqual(fromJson(ResourceInfoSchema, init));
  });
});

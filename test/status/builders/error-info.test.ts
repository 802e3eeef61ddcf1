import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { errorInfo } from "../../../src/status/builders/error-info.js";

describe("errorInfo", () => {
  it("builds the message that its JSON describes", () => {
    const init = { reason: "BOOK_MISSING", domain: "library.example", metadata: { book: "42" } };
    expect(errorInfo(init)).toEqual(fromJson(ErrorInfoSchema, init));
  });

  it("leaves what is not given empty", () => {
    expect(errorInfo({ reason: "R" })).toEqual(fromJson(ErrorInfoSchema, { reason: "R" }));
  });
});

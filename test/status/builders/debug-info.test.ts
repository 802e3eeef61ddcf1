import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { DebugInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { debugInfo } from "../../../src/status/builders/debug-info.js";

describe("debugInfo", () => {
  it("builds the message that its JSON describes", () => {
    const init = { stackEntries: ["at a", "at b"], detail: "free text" };
    expect(debugInfo(init)).toEqual(fromJson(DebugInfoSchema, init));
  });
});

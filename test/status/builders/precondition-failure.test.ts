import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { PreconditionFailureSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { preconditionFailure } from "../../../src/status/builders/precondition-failure.js";

describe("preconditionFailure", () => {
  it("builds the message that its JSON describes, violations in order", () => {
    const violations = [
      { type: "TOS", subject: "library.example/cards", description: "Terms not accepted" },
      { type: "AGE", subject: "reader/7", description: "Too young" },
    ];
    expect(preconditionFailure(violations)).toEqual(
      fromJson(PreconditionFailureSchema, { violations }),
    );
  });
});

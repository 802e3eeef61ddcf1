import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { QuotaFailureSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { quotaFailure } from "../../../src/status/builders/quota-failure.js";

describe("quotaFailure", () => {
  it("builds the message that its JSON describes, newer fields included", () => {
    expect(
      quotaFailure([
        {
          subject: "reader:7",
          description: "5 books at a time",
          apiService: "library.example",
          quotaMetric: "library.example/loans",
          quotaId: "LoansPerReader",
          quotaDimensions: { branch: "north" },
          quotaValue: 5n,
          futureQuotaValue: 0n,
        },
        { subject: "branch:north" },
      ]),
    ).toEqual(
      fromJson(QuotaFailureSchema, {
        violations: [
          {
            subject: "reader:7",
            description: "5 books at a time",
            apiService: "library.example",
            quotaMetric: "library.example/loans",
            quotaId: "LoansPerReader",
            quotaDimensions: { branch: "north" },
            quotaValue: "5",
            futureQuotaValue: "0",
          },
          { subject: "branch:north" },
        ],
      }),
    );
  });
});

import { create, fromJson } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { RetryInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { retryInfo } from "../../../src/status/builders/retry-info.js";

describe("retryInfo", () => {
  it.each([
    [0, "0s"],
    [1500, "1.5s"],
    [34_400, "34.4s"],
    [0.25, "0.000250s"],
  ])("builds from %d ms the message whose JSON says %s", (ms, retryDelay) => {
    expect(retryInfo(ms)).toEqual(fromJson(RetryInfoSchema, { retryDelay }));
  });

  it("takes a Duration as it is", () => {
    const delay = create(DurationSchema, { seconds: 3n, nanos: 7 });
    expect(retryInfo(delay)).toEqual(fromJson(RetryInfoSchema, { retryDelay: "3.000000007s" }));
  });

  it.each([-1, -0.001, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "throws a TypeError that names %d",
    (ms) => {
      expect(() => retryInfo(ms)).toThrow(TypeError);
      expect(() => retryInfo(ms)).toThrow(String(ms));
    },
  );

  it.each(["1s", "1000", 1000n, null, undefined, true])("throws a TypeError for %o", (delay) => {
    expect(() => retryInfo(delay as unknown as number)).toThrow(TypeError);
  });

  it("throws for a delay longer than protobuf's Duration may be (315,576,000,000 s)", () => {
    expect(() => retryInfo(315_576_000_000_000)).not.toThrow();
    expect(() => retryInfo(315_576_000_001_000)).toThrow(TypeError);
  });
});

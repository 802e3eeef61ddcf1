import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { RpcError, retryInfo } from "../../../src/entry/index.js";
import { readRetryInfos } from "../../../src/retry/hints/retry-info.js";
import { answered, detail } from "../advice-cases.js";

const withDelay = (seconds: bigint, nanos = 0) =>
  new RpcError("UNAVAILABLE", "m", {
    details: [retryInfo(create(DurationSchema, { seconds, nanos }))],
  });

describe("readRetryInfos", () => {
  it("reads every one, with fractions", () => {
    const details = [retryInfo(300), retryInfo(1_500.5)];
    const error = new RpcError("UNAVAILABLE", "m", { details });
    expect(readRetryInfos(error)).toEqual([{ delayMs: 300 }, { delayMs: 1_500.5 }]);
    expect(readRetryInfos(withDelay(0n))).toEqual([{ delayMs: 0 }]);
  });

  it.each([
    ["negative seconds", withDelay(-1n)],
    ["negative nanoseconds", withDelay(0n, -1)],
    ["unequal signs", withDelay(2n, -500_000_000)],
    ["too many nanoseconds", withDelay(1n, 1_000_000_000)],
    ["more than a year", withDelay(366n * 86_400n)],
    ["more than a duration may hold", withDelay(2n ** 62n)],
    ["no delay", answered("UNAVAILABLE", "m", [detail("RetryInfo", {})])],
    ["no duration", answered("UNAVAILABLE", "m", [detail("RetryInfo", { retryDelay: "soon" })])],
  ])("says why it ignores one with %s", (_title, error) => {
    expect(readRetryInfos(error)).toEqual([{ ignored: expect.stringContaining("RetryInfo") }]);
  });

  it("reads a whole year, and finds nothing in other details", () => {
    expect(readRetryInfos(withDelay(365n * 86_400n))).toEqual([{ delayMs: 31_536_000_000 }]);
    expect(readRetryInfos(new RpcError("UNAVAILABLE", "m"))).toEqual([]);
  });
});

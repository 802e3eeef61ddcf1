import { describe, expect, it } from "vitest";
import { serverWaitMs } from "../../../src/operation/sources/server-wait.js";

describe("serverWaitMs", () => {
  it.each([
    [1_000, 900],
    [30_000, 27_000],
    [50_000, 45_000],
    [3_600_000, 3_595_000],
    [5, 4],
    [0, 0],
  ])("leaves of %d ms a tenth, at most 5 s, for the answer: %d ms", (timeoutMs, waitMs) => {
    expect(serverWaitMs(timeoutMs)).toBe(waitMs);
  });

  it("leaves a call without a deadline to the server", () => {
    expect(serverWaitMs(Number.POSITIVE_INFINITY)).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { RetryThrottle } from "../../src/entry/retry.js";

function times(count: number, work: () => void): void {
  for (let i = 0; i < count; i++) work();
}

describe("RetryThrottle", () => {
  it("allows retries while more than half of ten tokens are there", () => {
    const throttle = new RetryThrottle();
    times(4, () => throttle.countFailure());
    expect(throttle.allowsRetry).toBe(true);
    throttle.countFailure();
    expect(throttle.allowsRetry).toBe(false);
  });

  it("needs ten successes for a failure", () => {
    const throttle = new RetryThrottle();
    times(5, () => throttle.countFailure());
    times(10, () => throttle.countSuccess());
    throttle.countFailure();
    expect(throttle.allowsRetry).toBe(false);
    times(21, () => throttle.countSuccess());
    expect(throttle.allowsRetry).toBe(true);
  });

  it("has never more tokens than at first, and never less than none", () => {
    const throttle = new RetryThrottle({ maxTokens: 2, tokenRatio: 1 });
    times(100, () => throttle.countSuccess());
    throttle.countFailure();
    expect(throttle.allowsRetry).toBe(false);
    times(100, () => throttle.countFailure());
    times(2, () => throttle.countSuccess());
    expect(throttle.allowsRetry).toBe(true);
  });

  it.each([
    [{ maxTokens: 0 }, "maxTokens must be above 0 and at most 1000, not 0"],
    [{ maxTokens: 1_001 }, "maxTokens must be above 0 and at most 1000, not 1001"],
    [{ tokenRatio: 0 }, "tokenRatio must be above 0, not 0"],
    [{ tokenRatio: Number.NaN }, "tokenRatio must be above 0, not NaN"],
  ])("refuses %j", (options, message) => {
    expect(() => new RetryThrottle(options)).toThrow(new TypeError(message));
  });
});

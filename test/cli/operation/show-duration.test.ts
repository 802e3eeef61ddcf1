import { describe, expect, it } from "vitest";
import { showDuration } from "../../../src/cli/operation/show-duration.js";

describe("showDuration", () => {
  it.each([
    [0, "0s"],
    [999, "0s"],
    [59_999, "59s"],
    [60_000, "1m 00s"],
    [65_000, "1m 05s"],
    [3_599_999, "59m 59s"],
    [3_600_000, "1h 00m"],
    [360_000_000, "100h 00m"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(showDuration(ms)).toBe(text);
  });
});

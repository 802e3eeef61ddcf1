import { describe, expect, it } from "vitest";
import { parseDuration } from "../../../src/cli/operation/parse-duration.js";

describe("parseDuration", () => {
  it.each([
    ["1500ms", 1_500],
    ["90s", 90_000],
    ["1.5m", 90_000],
    ["2h", 7_200_000],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "10", "s", "0s", "-1s", "1e3s", "1d", "1s ", " 1s", "1h30m", "Infinitys", "1.s"])(
    "reads nothing in %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

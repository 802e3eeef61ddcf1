import { describe, expect, it } from "vitest";
import { readMaxDetailsBytes } from "../../../src/status/budget/max-details-bytes.js";

describe("readMaxDetailsBytes", () => {
  it("is 5,500 where nobody says otherwise", () => {
    expect(readMaxDetailsBytes(undefined)).toBe(5_500);
  });

  it.each([0, 1, 5_500, 32_768])("takes %d", (value) => {
    expect(readMaxDetailsBytes(value)).toBe(value);
  });

  it.each([
    -1,
    32_769,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "5500",
    null,
    5_500n,
    true,
    Symbol("many"),
  ])("throws a TypeError that names %s", (value) => {
    const read = () => readMaxDetailsBytes(value as number);
    expect(read).toThrow(TypeError);
    expect(read).toThrow(
      `maxDetailsBytes must be an integer from 0 to 32768, not ${String(value)}`,
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largestThatFits } from "../../../src/status/budget/largest-that-fits.js";

describe("largestThatFits", () => {
  it("finds the last number that fits, and asks about none beyond twice that", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.nat(1_000_000), (low, more) => {
        const largest = low + more;
        const asked: number[] = [];
        const found = largestThatFits(low, (candidate) => {
          asked.push(candidate);
          return candidate <= largest;
        });
        expect(found).toBe(largest);
        expect(Math.max(...asked)).toBeLessThanOrEqual(2 * largest);
        expect(asked.length).toBeLessThan(50);
      }),
    );
  });

  it("is the number to begin with where nothing larger fits", () => {
    expect(largestThatFits(7, () => false)).toBe(7);
  });
});

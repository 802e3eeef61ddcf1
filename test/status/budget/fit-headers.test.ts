import { describe, expect, it } from "vitest";
import { fitHeaders } from "../../../src/status/budget/fit-headers.js";

const small = ["x-a", "1"] as const; // 3 + 1 + 32
const large = ["x-large", "v".repeat(100)] as const; // 7 + 100 + 32

describe("fitHeaders", () => {
  it("keeps all of those that fit, and weighs names, values and 32 for each", () => {
    expect(fitHeaders([small, large], 36 + 139)).toEqual({
      kept: [small, large],
      dropped: [],
      bytes: 36 + 139,
      bytesBefore: 36 + 139,
    });
  });

  it("weighs bytes as their base64 with padding", () => {
    const bytes = ["x-id-bin", new Uint8Array(4)] as const;
    expect(fitHeaders([bytes], 8 + 8 + 32).kept).toEqual([bytes]);
    expect(fitHeaders([bytes], 8 + 8 + 31)).toMatchObject({ kept: [], dropped: ["x-id-bin"] });
  });

  it("weighs text beyond ASCII as its bytes", () => {
    expect(fitHeaders([["x-a", "é"]], 1_000).bytes).toBe(3 + 2 + 32);
  });

  it("passes over one that is too large, and keeps the small ones after it", () => {
    const last = ["x-z", "2"] as const;
    expect(fitHeaders([small, large, last], 80)).toEqual({
      kept: [small, last],
      dropped: ["x-large"],
      bytes: 72,
      bytesBefore: 72 + 139,
    });
  });

  it("keeps the first 64 at most, and names each of the others once", () => {
    const many = Array.from({ length: 100 }, (_, i) => [`x-${i % 70}`, ""] as const);
    const { kept, dropped } = fitHeaders(many, 1_000_000);
    expect(kept).toEqual(many.slice(0, 64));
    // 64 to 69 for the first time, then 0 to 29 for the second.
    expect(dropped).toHaveLength(36);
    expect(new Set(dropped).size).toBe(36);
  });

  it("keeps nothing where there is no room", () => {
    expect(fitHeaders([small], -1)).toMatchObject({ kept: [], dropped: ["x-a"], bytes: 0 });
    expect(fitHeaders([], -1)).toEqual({ kept: [], dropped: [], bytes: 0, bytesBefore: 0 });
  });
});

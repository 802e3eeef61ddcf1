import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonName } from "../../src/server/reason-name.js";

describe("reasonName", () => {
  it.each([
    ["string.min_len", "STRING_MIN_LEN"],
    ["minLength", "MIN_LENGTH"],
    ["too_small", "TOO_SMALL"],
    ["x-order", "X_ORDER"],
    ["sha256Hash", "SHA256_HASH"],
    ["__private__", "PRIVATE"],
    ["123abc", "ABC"],
    ["книга", ""],
    ["ab", ""],
    ["", ""],
    [undefined, ""],
    [5, ""],
    [{ toString: () => "slug" }, ""],
    [`${"a".repeat(62)}_${"b".repeat(1_000_000)}`, "A".repeat(62)],
  ])("makes of %j %j", (slug, reason) => {
    expect(reasonName(slug)).toBe(reason);
  });

  it("gives nothing, or what the comments of google.rpc.ErrorInfo allow", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (slug) => {
        expect(reasonName(slug)).toMatch(/^$|^[A-Z][A-Z0-9_]{1,61}[A-Z0-9]$/);
      }),
    );
  });
});

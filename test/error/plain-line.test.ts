import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainLine } from "../../src/error/plain-line.js";

describe("plainLine", () => {
  it("turns runs of control characters and line ends into one space", () => {
    expect(plainLine("a\r\n\tb\u001b[31mc\u2028d\u0085e\u0000")).toBe("a b [31mc d e ");
  });

  it("leaves all other text alone and has no character of Unicode's control classes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(plainLine(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        if (!/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) expect(plainLine(text)).toBe(text);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { beginningOf, shorten } from "../../src/wire/shorten.js";

describe("shorten", () => {
  it("leaves what is short enough, and says that it cut what is not", () => {
    expect(shorten("abc", 3)).toBe("abc");
    expect(shorten("abcd", 3)).toBe("abc…");
  });

  it("does not cut a character of two code units in half", () => {
    expect(shorten("ab\u{1f600}c", 3)).toBe("ab…");
    expect(shorten("ab\u{1f600}c", 4)).toBe("ab\u{1f600}…");
  });
});

describe("beginningOf", () => {
  it("is the beginning, code unit for code unit", () => {
    const text = '"\\\n\0\u2028\ud800x\u{1f600}'.repeat(3);
    for (let max = 0; max <= text.length + 1; max++) {
      expect(beginningOf(text, max)).toBe(text.slice(0, max));
    }
  });
});

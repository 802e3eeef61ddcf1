import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHttpDate } from "../../../src/retry/hints/http-date.js";

const NOW = Date.UTC(2026, 0, 1);
const seconds = fc.integer({ min: 0, max: 7_258_118_400 });

describe("parseHttpDate", () => {
  it("reads every date that JavaScript writes for HTTP", () => {
    fc.assert(
      fc.property(seconds, (at) => {
        expect(parseHttpDate(new Date(at * 1_000).toUTCString(), NOW)).toBe(at * 1_000);
      }),
    );
  });

  it("takes a year of two digits for the nearest, at most 50 years ahead", () => {
    const year = (text: string) =>
      new Date(parseHttpDate(`Sunday, 06-Nov-${text} 08:49:37 GMT`, NOW) ?? 0).getUTCFullYear();
    expect([year("26"), year("76"), year("77"), year("94"), year("00")]).toEqual([
      2026, 2076, 1977, 1994, 2000,
    ]);
  });

  it("knows a leap day, and a leap second", () => {
    expect(parseHttpDate("Thu, 29 Feb 2024 00:00:00 GMT", NOW)).toBe(Date.UTC(2024, 1, 29));
    expect(parseHttpDate("Thu, 29 Feb 2023 00:00:00 GMT", NOW)).toBeUndefined();
    expect(parseHttpDate("Sat, 31 Dec 2016 23:59:60 GMT", NOW)).toBe(Date.UTC(2017, 0, 1));
  });

  it("is total", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseHttpDate(text, NOW)).toBeUndefined();
      }),
    );
  });
});

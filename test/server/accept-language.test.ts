import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAcceptLanguage } from "../../src/server/accept-language.js";

describe("parseAcceptLanguage", () => {
  it.each([
    ["ru", ["ru"]],
    ["da, en-gb;q=0.8, en;q=0.7", ["da", "en-gb", "en"]],
    ["en;q=0.7, da, en-gb;q=0.8", ["da", "en-gb", "en"]],
    ["ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", ["ru-RU", "ru", "en-US", "en"]],
    ["fr;q=0.5, de;q=0.5, es;q=0.5", ["fr", "de", "es"]],
    ["en;q=0, ru", ["ru"]],
    ["en;q=0.000", []],
    ["*", ["*"]],
    ["fr, *;q=0.1, de;q=0.2", ["fr", "de", "*"]],
    ["*;q=0", []],
    ["zh-Hant-TW", ["zh-Hant-TW"]],
    ["pt_BR", ["pt_BR"]],
    ["ru ; q = 0.5 ,\ten", ["en", "ru"]],
    ["RU;Q=0.5, en;q=1.000", ["en", "RU"]],
    ["en;q=.5, ru;q=1.", ["ru", "en"]],
    ["ru, en;q=9", ["ru", "en"]],
    ["en, en;q=0.5", ["en"]],
    ["", []],
    [",, ,", []],
    ["en;q=1.2.3, de;q=, ru", ["ru"]],
    ["en;level=1, ru", ["ru"]],
    ["e n, toolonglanguage, -en, 12, <b>, ru", ["ru"]],
    ["книга, ru", ["ru"]],
  ])("reads %j as %j", (header, tags) => {
    expect(parseAcceptLanguage(header)).toEqual(tags);
  });

  it("reads 32 tags", () => {
    const tags = Array.from({ length: 40 }, (_, i) => `x-${i}`);
    expect(parseAcceptLanguage(tags.join(","))).toEqual(tags.slice(0, 32));
  });

  it("reads 1,000 characters, and no half of a tag at their end", () => {
    expect(parseAcceptLanguage(`${" ".repeat(997)},en-GB`)).toEqual([]);
    expect(parseAcceptLanguage(`ru,${" ".repeat(994)}en-GB`)).toEqual(["ru"]);
    expect(parseAcceptLanguage(`ru,${",".repeat(1_000_000)}`)).toEqual(["ru"]);
  });

  it("gives nothing for what is no text", () => {
    for (const value of [undefined, null, 5, ["ru"]]) {
      expect(parseAcceptLanguage(value as unknown as string)).toEqual([]);
    }
  });

  it("gives only what is a tag or a star, whatever the header is", () => {
    const piece = fc.oneof(
      fc.constantFrom("en", "ru-RU", ",", ";", "q=", "0.5", "*", " ", "\t", "-", "_"),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const tag of parseAcceptLanguage(pieces.join(""))) {
          expect(tag).toMatch(/^(\*|[A-Za-z0-9_-]+)$/);
        }
      }),
    );
  });
});

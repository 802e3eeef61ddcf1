import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../src/server/check-catalogue.js";
import type { Catalogue } from "../../src/server/localize.js";

describe("checkCatalogue", () => {
  it("takes texts and functions by language", () => {
    const texts = { BOOK_MISSING: "There is no book {book}.", NOT_FOUND: () => "Nothing." };
    expect(() => checkCatalogue({ en: texts, "zh-Hant-TW": texts, pt_BR: {} })).not.toThrow();
    expect(() => checkCatalogue({})).not.toThrow();
  });

  it.each([
    [null, "locales must be an object, not null"],
    ["en", 'locales must be an object, not "en"'],
    [{ english: {} }, 'locales: "english" is no language'],
    [{ BOOK_MISSING: { en: "m" } }, 'locales: "BOOK_MISSING" is no language'],
    [{ en: "m" }, 'locales.en must be texts by reason, not "m"'],
    [{ en: null }, "locales.en must be texts by reason, not null"],
    [{ en: { R: 5 } }, "locales.en.R must be a text or a function, not 5"],
  ])("refuses %j", (catalogue, message) => {
    expect(() => checkCatalogue(catalogue as unknown as Catalogue)).toThrow(new TypeError(message));
  });
});

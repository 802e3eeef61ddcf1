import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { type Catalogue, localize } from "../../src/server/localize.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import { boom } from "../fixtures/throwing-values.js";

const catalogue: Catalogue = {
  en: {
    BOOK_MISSING: "There is no book {book}.",
    BOOK_LENT: "The book is lent.",
    NOT_FOUND: "Nothing was found.",
    INTERNAL: "Something went wrong.",
  },
  "ru-RU": { BOOK_MISSING: "Книги {book} нет.", NOT_FOUND: "Ничего не найдено." },
  pt_BR: { BOOK_MISSING: "Não há livro {book}." },
};

const errorOf = (reason: string, metadata: Record<string, string> = { book: "42" }) =>
  new RpcError("NOT_FOUND", "m", {
    details: [errorInfo({ reason, domain: "library.example", metadata })],
  });

const textOf = (error: RpcError, header: string | undefined, texts = catalogue) => {
  const message = localize(error, texts, header);
  return message && [message.locale, message.message];
};

describe("localize", () => {
  it.each([
    [undefined, "en", "There is no book 42."],
    ["", "en", "There is no book 42."],
    ["en", "en", "There is no book 42."],
    ["en-GB", "en", "There is no book 42."],
    ["ru-RU", "ru-RU", "Книги 42 нет."],
    ["ru", "ru-RU", "Книги 42 нет."],
    ["RU-by", "ru-RU", "Книги 42 нет."],
    ["pt-BR", "pt-BR", "Não há livro 42."],
    ["de, ru;q=0.5", "ru-RU", "Книги 42 нет."],
    ["en;q=0.1, ru;q=0.5", "ru-RU", "Книги 42 нет."],
    ["de", "en", "There is no book 42."],
    ["*", "en", "There is no book 42."],
    ["de, *;q=0.5, ru;q=0.1", "en", "There is no book 42."],
  ])("gives for accept-language %j the text in %s", (header, locale, text) => {
    expect(textOf(errorOf("BOOK_MISSING"), header)).toEqual([locale, text]);
  });

  it.each([
    ["ru", "en", "The book is lent."],
    ["pt, ru", "en", "The book is lent."],
  ])(
    "gives for %s the default language where the wanted ones lack the reason",
    (header, ...text) => {
      expect(textOf(errorOf("BOOK_LENT"), header)).toEqual(text);
    },
  );

  it("goes on to the next wanted language where one lacks the key", () => {
    expect(textOf(errorOf("UNHEARD_OF"), "pt-BR, ru")).toEqual(["ru-RU", "Ничего не найдено."]);
  });

  it("finds a language of the same tongue that has the key", () => {
    const texts = { de: {}, "en-US": {}, "en-GB": { NOT_FOUND: "Nothing found." } };
    expect(textOf(errorOf("R"), "en", texts)).toEqual(["en-GB", "Nothing found."]);
  });

  it("uses the name of the code for an error without a reason, or of one without a text", () => {
    expect(textOf(new RpcError("INTERNAL", "m"), "ru")).toEqual(["en", "Something went wrong."]);
    expect(textOf(errorOf("UNHEARD_OF"), "en")).toEqual(["en", "Nothing was found."]);
  });

  it.each([
    ["there is no text for it", new RpcError("ABORTED", "m"), catalogue],
    ["the catalogue is empty", errorOf("BOOK_MISSING"), {}],
    ["a name is only inherited", errorOf("toString"), { en: {} }],
    ["a reason is called __proto__", errorOf("__proto__"), { en: {} }],
    ["the text is empty", errorOf("R"), { en: { R: "" } }],
    ["the function throws", errorOf("R"), { en: { R: boom } }],
    [
      "the function gives no text",
      errorOf("R"),
      { en: { R: (() => 5) as unknown as () => string } },
    ],
    ["the text is none", errorOf("R"), { en: { R: 5 as unknown as string } }],
  ])("gives undefined where %s", (_, error, texts) => {
    expect(localize(error, texts, "ru, en")).toBeUndefined();
  });

  it("gives a function the error, and leaves its text as it is", () => {
    const texts = { en: { R: ({ errorInfo }: RpcError) => `{book} ${errorInfo?.metadata.book}` } };
    expect(textOf(errorOf("R"), "en", texts)).toEqual(["en", "{book} 42"]);
  });

  it.each([
    ["{book} and {book}", "42 and 42"],
    ["{title}", "{title}"],
    ["{toString} {__proto__} {constructor}", "{toString} {__proto__} {constructor}"],
    ["{} {{book}} {bo ok} { book }", "{} {42} {bo ok} { book }"],
    ["{with space}", "a $& b"],
    ["{nested}", "{book}"],
    ["{empty}.", "."],
  ])("makes of %j %j", (text, filled) => {
    const error = errorOf("R", {
      book: "42",
      "with space": "a $& b",
      nested: "{book}",
      empty: "",
    });
    expect(textOf(error, "en", { en: { R: text } })).toEqual(["en", filled]);
  });

  it("uses the metadata of an ErrorInfo only", () => {
    const texts = { en: { NOT_FOUND: "no {book}" } };
    expect(textOf(new RpcError("NOT_FOUND", "m"), "en", texts)).toEqual(["en", "no {book}"]);
  });

  it("cuts values short that are no words", () => {
    const error = errorOf("BOOK_MISSING", { book: "x".repeat(1_000_000) });
    expect(localize(error, catalogue, "en")?.message.length).toBeLessThan(1100);
  });
});

import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { badRequest } from "../../src/status/builders/bad-request.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import { help } from "../../src/status/builders/help.js";
import { localizedMessage } from "../../src/status/builders/localized-message.js";
import { preconditionFailure } from "../../src/status/builders/precondition-failure.js";
import { requestInfo } from "../../src/status/builders/request-info.js";
import { retryInfo } from "../../src/status/builders/retry-info.js";
import type { CodeName } from "../../src/status/code.js";
import type { DetailInput } from "../../src/status/details/detail-input.js";
import { type LintOptions, lintError } from "../../src/testing/lint-error.js";
import { richError } from "../fixtures/rich-error.js";
import { strangers } from "../fixtures/throwing-values.js";

type Info = Parameters<typeof errorInfo>[0];
const info = (init: Info = {}) =>
  errorInfo({
    reason: "BOOK_MISSING",
    domain: "library.example",
    metadata: { book: "42" },
    ...init,
  });

const errorOf = (details: readonly DetailInput[], code: CodeName = "NOT_FOUND", message?: string) =>
  new RpcError(code, message ?? "the book does not exist", { details });

const wellMade = new RpcError("INVALID_ARGUMENT", 'book 42 of "Garfield East" is wrong', {
  details: [
    info({ metadata: { book: "42", library: "Garfield East", "max-pages_allowed": "900" } }),
    badRequest([{ field: "pages", description: "must be at most 900", reason: "PAGES_MAX" }]),
    preconditionFailure([{ type: "TOS" }]),
    requestInfo("id-1"),
    help([{ description: "How books are made", url: "https://library.example/docs" }]),
    localizedMessage("ru-RU", "Книга 42 неверна"),
  ],
});

/** Each departure: the rule, the index of the detail, and an error that departs in nothing else. */
const DEPARTURES: readonly (readonly [string, string, number | undefined, RpcError])[] = [
  ["no message", "message-empty", undefined, errorOf([info()], "NOT_FOUND", "")],
  ["a message of blanks", "message-empty", undefined, errorOf([info()], "NOT_FOUND", " \n")],
  ["no ErrorInfo", "error-info-missing", undefined, errorOf([help([])])],
  ["no reason", "reason-grammar", 0, errorOf([info({ reason: "" })])],
  ["a reason in lower case", "reason-grammar", 0, errorOf([info({ reason: "book_missing" })])],
  ["a reason of two letters", "reason-grammar", 0, errorOf([info({ reason: "AB" })])],
  ["a reason that ends in _", "reason-grammar", 0, errorOf([info({ reason: "ABC_" })])],
  ["a reason of 64 letters", "reason-grammar", 0, errorOf([info({ reason: "A".repeat(64) })])],
  [
    "a reason of a violation",
    "reason-grammar",
    1,
    errorOf([info(), badRequest([{ field: "a", description: "b", reason: "too-long" }])]),
  ],
  ["no domain", "domain-grammar", 0, errorOf([info({ domain: "" })])],
  ["a domain of one word", "domain-grammar", 0, errorOf([info({ domain: "library" })])],
  ["a URL as domain", "domain-grammar", 0, errorOf([info({ domain: "https://a.example" })])],
  ["a domain with a blank", "domain-grammar", 0, errorOf([info({ domain: "my library.example" })])],
  ["a domain of dots", "domain-grammar", 0, errorOf([info({ domain: "library..example" })])],
  ["a long domain", "domain-grammar", 0, errorOf([info({ domain: `${"a.".repeat(150)}b` })])],
  ["a key in upper case", "metadata-key-grammar", 0, errorOf([info({ metadata: { Book: "" } })])],
  ["a key of one letter", "metadata-key-grammar", 0, errorOf([info({ metadata: { b: "" } })])],
  ["a key with a dot", "metadata-key-grammar", 0, errorOf([info({ metadata: { "a.b": "" } })])],
  [
    "a key of 65 letters",
    "metadata-key-grammar",
    0,
    errorOf([info({ metadata: { ["k".repeat(65)]: "" } })]),
  ],
  [
    "a variable text",
    "dynamic-text",
    undefined,
    errorOf([info()], "NOT_FOUND", "book 43 does not exist"),
  ],
  [
    "a variable text for the user",
    "dynamic-text",
    1,
    errorOf([info(), localizedMessage("en", "There is no book 43.")]),
  ],
  ["a type twice", "detail-type-repeated", 2, errorOf([info(), help([]), info()])],
  [
    "two languages",
    "detail-type-repeated",
    2,
    errorOf([info(), localizedMessage("en", "m"), localizedMessage("ru", "m")]),
  ],
  [
    "a violation without a field",
    "violation-incomplete",
    1,
    errorOf([info(), badRequest({ "": "b" })]),
  ],
  [
    "a violation without a description",
    "violation-incomplete",
    1,
    errorOf([info(), badRequest({ a: " " })]),
  ],
  ["a locale of POSIX", "locale-grammar", 1, errorOf([info(), localizedMessage("ru_RU", "m")])],
  ["a language in words", "locale-grammar", 1, errorOf([info(), localizedMessage("english", "m")])],
  ["no locale", "locale-grammar", 1, errorOf([info(), localizedMessage("", "m")])],
  [
    "no text for the user",
    "localized-message-empty",
    1,
    errorOf([info(), localizedMessage("en", "")]),
  ],
  [
    "a link without a description",
    "help-link-incomplete",
    1,
    errorOf([info(), help([{ url: "https://library.example" }])]),
  ],
  [
    "a relative link",
    "help-link-incomplete",
    1,
    errorOf([info(), help([{ description: "docs", url: "/docs" }])]),
  ],
  ["DebugInfo", "debug-info-present", 1, errorOf([info(), debugInfo({ detail: "x" })])],
  [
    "DebugInfo that is damaged",
    "debug-info-present",
    1,
    errorOf([info(), { typeUrl: "x/google.rpc.DebugInfo", value: new Uint8Array([0xff]) }]),
  ],
  [
    "an invitation to repeat",
    "retry-info-useless",
    1,
    errorOf([info(), retryInfo(1000)], "INVALID_ARGUMENT"),
  ],
];

describe("lintError", () => {
  it("finds nothing in a well-made error", () => {
    expect(lintError(wellMade)).toEqual([]);
    expect(lintError(errorOf([info(), retryInfo(1000)], "UNAVAILABLE"))).toEqual([]);
    expect(lintError(errorOf([info({ domain: "example.library.v1.LibraryService" })]))).toEqual([]);
  });

  it.each(DEPARTURES)("finds %s", (_, rule, detail, error) => {
    const place = detail === undefined ? {} : { detail };
    expect(lintError(error)).toEqual([{ rule, message: expect.any(String), ...place }]);
    expect(lintError(error, { ignore: [rule] } as LintOptions)).toEqual([]);
  });

  it("names what is wrong", () => {
    const details = [
      info({ reason: "book missing", domain: "lib", metadata: { B: "42" } }),
      badRequest([{ field: "", description: "" }]),
    ];
    const findings = lintError(new RpcError("NOT_FOUND", "no book 43", { details }));
    expect(findings.map(({ message }) => message).join("\n")).toBe(
      [
        'the reason "book missing" is no UPPER_SNAKE_CASE of 3 to 63 characters',
        'the domain "lib" is no name such as library.example',
        'the metadata key "B" is no lowerCamelCase of 2 to 64 characters',
        "the message has a number, 43, that is no value of the ErrorInfo's metadata",
        "violation 0 has no field",
        "violation 0 has no description",
      ].join("\n"),
    );
  });

  it("finds at most ten variable parts in a text", () => {
    const numbers = Array.from({ length: 50 }, (_, i) => 1000 + i).join(" and ");
    expect(lintError(errorOf([info()], "NOT_FOUND", numbers))).toHaveLength(10);
  });

  it("lints an error that was received as well", () => {
    const received = RpcError.from({
      code: 3,
      message: "m",
      details: [
        { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "lower", domain: "a.b" },
        { "@type": "type.googleapis.com/nobody.knows.This", reason: 5 },
      ],
    });
    expect(lintError(received).map(({ rule, detail }) => [rule, detail])).toEqual([
      ["reason-grammar", 0],
    ]);
  });

  it("finds that the rich error of these tests invites to repeat a wrong call", () => {
    expect(lintError(richError()).map(({ rule }) => rule)).toEqual(["retry-info-useless"]);
  });

  it.each(strangers)("refuses %s", (_, value) => {
    expect(() => lintError(value as RpcError)).toThrow(/^lintError needs an RpcError, not /);
  });

  it("refuses to ignore a rule that is none", () => {
    const ignore = ["toString"] as unknown as LintOptions["ignore"] & object;
    expect(() => lintError(wellMade, { ignore })).toThrow(
      new TypeError('there is no rule "toString"'),
    );
  });
});

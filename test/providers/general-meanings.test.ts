import { describe, expect, it } from "vitest";
import { generalMeanings } from "../../src/providers/general-meanings.js";
import { Code } from "../../src/status/code.js";

/** Numbers, names and HTTP statuses of google/rpc/code.proto. */
const CODES = [
  "0 OK 200",
  "1 CANCELLED 499",
  "2 UNKNOWN 500",
  "3 INVALID_ARGUMENT 400",
  "4 DEADLINE_EXCEEDED 504",
  "5 NOT_FOUND 404",
  "6 ALREADY_EXISTS 409",
  "7 PERMISSION_DENIED 403",
  "8 RESOURCE_EXHAUSTED 429",
  "9 FAILED_PRECONDITION 400",
  "10 ABORTED 409",
  "11 OUT_OF_RANGE 400",
  "12 UNIMPLEMENTED 501",
  "13 INTERNAL 500",
  "14 UNAVAILABLE 503",
  "15 DATA_LOSS 500",
  "16 UNAUTHENTICATED 401",
];
const meanings = Object.values(generalMeanings);

describe("generalMeanings", () => {
  it("has each code with its name and HTTP status, under its number", () => {
    const listed = meanings.map(({ code, name, httpStatus }) => `${code} ${name} ${httpStatus}`);
    expect(listed).toEqual(CODES);
    for (const [number, { code }] of Object.entries(generalMeanings)) {
      expect(code).toBe(Number(number));
    }
  });

  it("says in whole sentences, in English and Russian, what happened and what to do", () => {
    for (const { name, text } of meanings) {
      for (const sentence of [text.en.what, text.en.fix]) {
        expect(sentence, name).toMatch(/^[A-Z][^а-яё]{9,}\.$/i);
      }
      for (const sentence of [text.ru?.what, text.ru?.fix]) {
        expect(sentence, name).toMatch(/^[А-ЯЁ].*[а-яё]{4}.*\.$/);
      }
    }
  });

  it("says something else of each code", () => {
    expect(new Set(meanings.map(({ text }) => text.en.what)).size).toBe(17);
    expect(new Set(meanings.map(({ text }) => text.ru?.what)).size).toBe(17);
  });

  it("promises a later success only where time may mend the error", () => {
    const later = meanings.filter(({ retry }) => retry).map(({ code }) => code);
    expect(later).toEqual([Code.DEADLINE_EXCEEDED, Code.RESOURCE_EXHAUSTED, Code.UNAVAILABLE]);
    for (const { who, retry } of meanings) expect(who.includes("time")).toBe(retry);
  });

  it("leaves nobody anything to do after a success, and somebody after each error", () => {
    const nobody = meanings.filter(({ who }) => who.includes("nobody"));
    expect(nobody.map(({ code }) => code)).toEqual([Code.OK]);
    for (const { who } of meanings) expect(who.length).toBeGreaterThan(0);
  });
});

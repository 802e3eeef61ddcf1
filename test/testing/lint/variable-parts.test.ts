import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { variableParts } from "../../../src/testing/lint/variable-parts.js";

const partsOf = (text: string, ...known: string[]) =>
  variableParts(text, known).map(({ kind, text }) => [kind, text]);

describe("variableParts", () => {
  it.each([
    ['the book "Dune" is lent', "a quoted text", '"Dune"'],
    ["the zone 'us-east1-a' is full", "a quoted text", "'us-east1-a'"],
    ["the book “Dune” is lent", "a quoted text", "“Dune”"],
    ["книга «Дюна» занята", "a quoted text", "«Дюна»"],
    ["the key `colour` is unknown", "a quoted text", "`colour`"],
    ["no reader a.b+c@library.example.", "an e-mail address", "a.b+c@library.example"],
    [
      "no book 9b2d7a1e-0c1d-4e5f-8a9b-0c1d2e3f4a5b here",
      "a UUID",
      "9b2d7a1e-0c1d-4e5f-8a9b-0c1d2e3f4a5b",
    ],
    ["no shelves/7/books/dune.", "a resource name", "shelves/7/books/dune"],
    ["back on 2199-05-13.", "a time", "2199-05-13"],
    ["back at 2199-05-13T10:00:00Z", "a time", "2199-05-13T10:00:00Z"],
    ["commit ea625beb is gone", "an id", "ea625beb"],
    ["cluster b1g9qk2m4n6p is gone", "an id", "b1g9qk2m4n6p"],
    ["needs 13 digits", "a number", "13"],
    ["takes 1,024.5 bytes", "a number", "1,024.5"],
    ["over 80% full", "a number", "80"],
    ["took 250ms", "a number", "250"],
    ["no host 10.0.0.1", "a number", "10.0.0.1"],
    ["-5 is negative", "a number", "5"],
    ["книга 42", "a number", "42"],
  ])("finds in %j %s", (text, kind, part) => {
    expect(partsOf(text)).toEqual([[kind, part]]);
  });

  it.each([
    "the book does not exist",
    "can't find the user's book, nor the readers' cards",
    "text must be UTF-8 over IPv4 with base64 of v1 in SHA256",
    "neither read/write nor gRPC/Connect",
    "see https://library.example/books/42?id=9b2d7a1e for help",
    "a decade or facade of beef",
    "internal error",
    "",
  ])("finds nothing in %j", (text) => {
    expect(partsOf(text)).toEqual([]);
  });

  it.each([
    ["book 42 does not exist", "42"],
    ['the book "Dune" is lent', "Dune"],
    ['the book "Dune" of shelf 7 is lent', "Dune", "7"],
    ["no shelves/7/books/42", "7", "42"],
    ["no shelves/7/books/42", "shelves/7/books/42"],
    ['the book "Dune 2" is lent', "Dune", "Dune 2"],
    ["needs 3 disks", "local-ssd=3,nvidia-t4=2"],
    ["the disk 'local-ssd' is gone", "local-ssd=3"],
    ["waited 250ms", "250"],
    ["back on 2199-05-13", "2199-05-13"],
    ["it is -5 degrees", "-5"],
    ["no reader a@library.example", "a@library.example"],
    ["the value is $& or \\d+", "$& or \\d+"],
  ])("finds nothing in %j where the metadata has it", (text, ...known) => {
    expect(partsOf(text, ...known)).toEqual([]);
  });

  it.each([
    ["book 42 does not exist", "4", "42"],
    ["book 42 does not exist", "420", "42"],
    ["book 42 does not exist", "", "42"],
    ["book 42 of shelf 7", "42", "7"],
    ["no shelves/7/books/42", "42", "shelves/7/books/…"],
    ['the book "Dune" is lent', "une", '"Dune"'],
    ["version 3.5 is old", "3", "5"],
  ])("does not take a part of a word or number for known: %j, %j", (text, known, part) => {
    expect(partsOf(text, known).map(([, found]) => found)).toEqual([part]);
  });

  it("tells one part once, the largest", () => {
    expect(partsOf('"shelves/7 of 2199-05-13" and 42')).toEqual([
      ["a quoted text", '"shelves/7 of 2199-05-13"'],
      ["a number", "42"],
    ]);
  });

  it("finds nothing in a text whose numbers and quotes are all known", () => {
    const word = fc.constantFrom("the", "book", "of", "is", "lent,", "to");
    const variable = fc.oneof(
      fc.nat().map(String),
      fc.string({ unit: fc.constantFrom("a", "Z", "ж", " ", "-"), minLength: 1, maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, variable), { maxLength: 6 }), (pairs) => {
        const text = pairs.map(([before, value]) => `${before} "${value}"`).join(" ");
        expect(partsOf(text, ...pairs.map(([, value]) => value))).toEqual([]);
      }),
    );
  });
});

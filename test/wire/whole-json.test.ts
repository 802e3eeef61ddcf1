import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWholeJson } from "../../src/wire/whole-json.js";

const MANY = 1_000_000;

describe("readWholeJson", () => {
  it("parses strings, lists and objects as JSON.parse does", () => {
    const json = fc.oneof(
      fc.string(),
      fc.array(fc.jsonValue()),
      fc.dictionary(fc.string(), fc.jsonValue()),
    );
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        expect(readWholeJson(text, MANY)?.value).toEqual(JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["\ufeff{}", " \n\t{} ", "\u00a0\ufeff\u2028{}", "\ufeff\ufeff{}"])(
    "passes what stands before: %j",
    (text) => {
      expect(readWholeJson(text, MANY)).toEqual({ value: {}, marks: 1 });
    },
  );

  it.each(["", " ", "5", "null", "text", "{", "{}x", "{'a':1}", '{"a":1}\u00a0', "<html>"])(
    "is nothing for %j",
    (text) => {
      expect(readWholeJson(text, MANY)).toBeUndefined();
    },
  );

  it.each([
    ["{}", 1],
    ["[[],{}]", 4],
    ['{"a":1,"b":[2]}', 5],
    ['"a,[{:"', 0],
    ['{"a\\",[":"\\\\"}', 2],
    ['["\\u0022",1]', 2],
  ])("counts the marks of %s that are no text: %i", (text, marks) => {
    expect(readWholeJson(text, MANY)?.marks).toBe(marks);
    expect(readWholeJson(text, marks)).toBeDefined();
    expect(readWholeJson(text, marks - 1)).toBeUndefined();
  });

  it("does not parse more than a mebibyte", () => {
    const longest = JSON.stringify("a".repeat(1_048_574));
    expect(readWholeJson(longest, MANY)).toBeDefined();
    expect(readWholeJson(`${longest} `, MANY)).toBeUndefined();
  });
});

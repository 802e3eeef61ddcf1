import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldPath, step, stepFromText, subscript } from "../../src/server/field-path.js";

const pathOf = (...keys: readonly unknown[]) => fieldPath(keys.map(step));

describe("fieldPath", () => {
  it.each([
    [[], ""],
    [["title"], "title"],
    [["book", "title"], "book.title"],
    [["items", 2, "name"], "items[2].name"],
    [[0], "[0]"],
    [[0, "name"], "[0].name"],
    [["first name"], '["first name"]'],
    [["labels", "a.b"], 'labels["a.b"]'],
    [["labels", "a.b", "x"], 'labels["a.b"].x'],
    [["labels", ""], 'labels[""]'],
    [["labels", "2"], 'labels["2"]'],
    [["labels", 'say "hi"'], 'labels["say \\"hi\\""]'],
    [["x-api-key"], '["x-api-key"]'],
    [["$ref", "_id", "книга"], "$ref._id.книга"],
    [[Symbol("title")], "title"],
    [["set", {}], "set[*]"],
    [["set", null], "set[*]"],
    [["flags", true, 5n], "flags[true][5]"],
    [["__proto__", "constructor"], "__proto__.constructor"],
    [["a\ud800"], '["a\\ud800"]'],
  ])("writes path %# as its steps say", (keys, path) => {
    expect(pathOf(...keys)).toBe(path);
  });

  it("keeps a key and a path in bounds, whatever the request holds", () => {
    expect(pathOf("k".repeat(1_000_000))).toBe(`["${"k".repeat(100)}…"]`);
    expect(pathOf(...Array(1000).fill("deep")).length).toBeLessThanOrEqual(301);
  });

  it("writes different paths for different keys", () => {
    const keys = fc.array(fc.oneof(fc.string({ maxLength: 8 }), fc.nat(99)), { maxLength: 5 });
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        expect(pathOf(...a) === pathOf(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});

describe("subscript", () => {
  it("puts every key into brackets", () => {
    expect([subscript("en"), subscript(3), subscript(-1n), subscript(false)]).toEqual([
      '["en"]',
      "[3]",
      "[-1]",
      "[false]",
    ]);
  });
});

describe("stepFromText", () => {
  it("takes digits for an index", () => {
    expect(["items", "2", "007", "2x", "", "1234567890"].map(stepFromText)).toEqual([
      ".items",
      "[2]",
      "[7]",
      '["2x"]',
      '[""]',
      '["1234567890"]',
    ]);
  });
});

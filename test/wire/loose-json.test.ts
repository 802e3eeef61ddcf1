import type { JsonValue } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLooseJson } from "../../src/wire/loose-json.js";

const read = (text: string) => readLooseJson(text).value;

/** JSON as Python prints it. */
function pythonRepr(value: JsonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string")
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(", ")}]`;
  const entries = Object.entries(value).map(
    ([key, one]) => `${pythonRepr(key)}: ${pythonRepr(one)}`,
  );
  return `{${entries.join(", ")}}`;
}

describe("readLooseJson", () => {
  // Through text, so that there is nothing in it which JSON does not have.
  const json = fc.jsonValue().map((value): JsonValue => JSON.parse(JSON.stringify(value)));

  it("reads all that JSON.parse reads", () => {
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readLooseJson(text)).toEqual({ value, end: text.length });
      }),
      { numRuns: 2000 },
    );
  });

  it("reads the same as Python prints it", () => {
    fc.assert(
      fc.property(json, (value) => void expect(read(pythonRepr(value))).toEqual(value)),
      { numRuns: 2000 },
    );
  });

  it("never throws, ends within the text and gives JSON, whatever the text is", () => {
    const pieces = [..."{}[]()\"':,;\\ubn019-e ", "\n", "True", "\\u00e9", "\\x41", "\0", "é"];
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...pieces) }));
    fc.assert(
      fc.property(text, fc.nat(5), (text, start) => {
        const { value, end } = readLooseJson(text, start);
        expect(end).toBeGreaterThanOrEqual(Math.min(start, text.length));
        expect(end).toBeLessThanOrEqual(text.length);
        expect(JSON.stringify(value)).toEqual(expect.any(String));
      }),
      { numRuns: 5000 },
    );
  });

  it.each<[string, JsonValue]>([
    [
      "{'code': 5, 'details': None, 'ok': True, 'bad': False}",
      { code: 5, details: null, ok: true, bad: false },
    ],
    ["{u'code': u'a', b'message': b'b'}", { code: "a", message: "b" }],
    ["{'a': (1, 2, ('x',))}", { a: [1, 2, ["x"]] }],
    ["{code: 5, message: text}", { code: 5, message: "text" }],
    ['{"a": 1,, "b": 2,}', { a: 1, b: 2 }],
    ['{"a": 1; "b": 2}', { a: 1, b: 2 }],
    ["[1 2 3,]", [1, 2, 3]],
    ['{\\n  "a": 1,\\r\\n\\t"b": 2\\n}', { a: 1, b: 2 }],
    ['{\u00a0"a"\u2003:\ufeff1}', { a: 1 }],
    ['{"a": "x"y", "b": "it"s"}', { a: 'x"y', b: 'it"s' }],
    ["{'a': 'the reader's book', 'b': 1}", { a: "the reader's book", b: 1 }],
    [`{"a": "it's", 'b': 'say "x"'}`, { a: "it's", b: 'say "x"' }],
    ['"\\x41\\u0042\\t\\/\\q\\""', 'AB\t/q"'],
    ['"\\uZZ\\x4"', "uZZx4"],
    ["-1.5e3", -1500],
    ["1.2.3", "1.2.3"],
    ["0x10", "0x10"],
    ["toString", "toString"],
    ["null", null],
    ["", ""],
  ])("reads %s", (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each<[string, JsonValue]>([
    ['{"a": {"b": [1, 2', { a: { b: [1, 2] } }],
    ['{"a": "no such', { a: "no such" }],
    ['{"a": "no such\\', { a: "no such" }],
    ['{"a": "no such\\u00', { a: "no such" }],
    ['{"a": 1, "b"', { a: 1 }],
    ['{"a": 1, "b":', { a: 1, b: "" }],
    ['{"a": tru', { a: "tru" }],
    ["[", []],
    ["{", {}],
  ])("reads what is there of %s", (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it("stops behind the value, and where nothing makes sense", () => {
    expect(readLooseJson('x = {"a": 1} and {"b": 2}', 4)).toEqual({ value: { a: 1 }, end: 12 });
    expect(readLooseJson('{"a": [1}, "b": 2')).toMatchObject({ value: { a: [1] } });
    expect(read("{:::")).toEqual({ "": "" });
  });

  it("makes own members of all names", () => {
    for (const name of ["__proto__", "constructor", "toString"]) {
      const value = read(`{'${name}': {'polluted': True}}`);
      expect(Object.keys(value as object)).toEqual([name]);
      expect(JSON.stringify(value)).toBe(`{"${name}":{"polluted":true}}`);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("goes on reading where the depth of nesting ends", () => {
    const depth = (value: unknown): number => (Array.isArray(value) ? 1 + depth(value[0]) : 0);
    expect(depth(read("[".repeat(60)))).toBe(60);
    expect(depth(read("[".repeat(10_000)))).toBe(64);
    const { value } = readLooseJson(`{"deep": ${"[".repeat(100)}${"]".repeat(100)}, "code": 5}`);
    expect(Object.keys(value as object)).toContain("deep");
  });
});

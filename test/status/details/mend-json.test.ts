import { fromJson, type JsonValue } from "@bufbuild/protobuf";
import { DurationSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BadRequestSchema,
  DebugInfoSchema,
  ErrorInfoSchema,
  QuotaFailureSchema,
  RetryInfoSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import { mendJson } from "../../../src/status/details/mend-json.js";

const mapOf = (metadata: unknown) =>
  (mendJson(ErrorInfoSchema, { metadata }) as { metadata: unknown }).metadata;
const noText = { toString: 1, valueOf: null };

describe("mendJson of a duration", () => {
  it.each<[unknown, string]>([
    ["34.4s", "34.400000000s"],
    ["34.4", "34.400000000s"],
    [34.4, "34.400000000s"],
    [5, "5.000000000s"],
    [" 5 s ", "5.000000000s"],
    ["5s", "5.000000000s"],
    [".5s", "0.500000000s"],
    ["-1.5s", "-1.500000000s"],
    ["34.40000000000001s", "34.400000000s"],
    ["1.9999999999s", "1.999999999s"],
    ["250ms", "0.250000000s"],
    ["1500.5 ms", "1.500500000s"],
    [{ seconds: 34, nanos: 400_000_000 }, "34.400000000s"],
    [{ seconds: "34" }, "34.000000000s"],
    [{ nanos: 5 }, "0.000000005s"],
    [{ seconds: -1, nanos: -500_000_000 }, "-1.500000000s"],
    [{ seconds: 0, nanos: -500_000_000 }, "-0.500000000s"],
    [{}, "0.000000000s"],
  ])("reads %j as %s", (value, mended) => {
    expect(mendJson(DurationSchema, value)).toBe(mended);
    fromJson(DurationSchema, mended);
  });

  it.each([
    "",
    " ",
    "s",
    "soon",
    "1h",
    "1.5.5s",
    "--1s",
    ".",
    "1e3s",
    null,
    undefined,
    true,
    [],
    [5],
    { seconds: noText },
    { seconds: "x" },
    "9".repeat(13),
    " ".repeat(100_000),
  ])("reads none in %j", (value) => {
    expect(mendJson(DurationSchema, value)).toBeUndefined();
  });
});

describe("mendJson of a message", () => {
  it("takes names in both spellings", () => {
    expect(
      mendJson(BadRequestSchema, {
        field_violations: [{ field: "a", localized_message: { locale: "ru" } }],
      }),
    ).toEqual({
      fieldViolations: [{ field: "a", localizedMessage: { locale: "ru" } }],
    });
  });

  it("makes a list of what was given without brackets, and drops what is null", () => {
    expect(mendJson(DebugInfoSchema, { stackEntries: "at a" })).toEqual({ stackEntries: ["at a"] });
    expect(mendJson(DebugInfoSchema, { stackEntries: [null, "at a", null] })).toEqual({
      stackEntries: ["at a"],
    });
    expect(mendJson(BadRequestSchema, { fieldViolations: { field: "a" } })).toEqual({
      fieldViolations: [{ field: "a" }],
    });
    expect(mendJson(BadRequestSchema, { fieldViolations: [null, 5, "x", { field: "a" }] })).toEqual(
      { fieldViolations: [{ field: "a" }] },
    );
  });

  it.each<[unknown, unknown]>([
    [
      { a: 5, b: true, c: "x" },
      { a: "5", b: "true", c: "x" },
    ],
    [{ a: null, b: "x" }, { b: "x" }],
    [
      { a: { b: 1 }, c: [1] },
      { a: '{"b":1}', c: "[1]" },
    ],
    [
      [
        { key: "a", value: "x" },
        { key: "b", value: 5 },
      ],
      { a: "x", b: "5" },
    ],
    [[{ a: "x" }, { b: "y" }], { a: "x", b: "y" }],
    [
      [{ key: noText, value: "x" }, { key: "a", value: noText }, null, 5],
      { a: '{"toString":1,"valueOf":null}', '{"toString":1,"valueOf":null}': "x" },
    ],
    ["text", {}],
    [5, {}],
  ])("makes a map of %j", (value, map) => {
    expect(mapOf(value)).toEqual(map);
  });

  it("keeps a key called __proto__ as a key", () => {
    expect(Object.keys(mapOf(JSON.parse('{"__proto__":5}')) as object)).toEqual(["__proto__"]);
  });

  it("makes texts of numbers and of what is no text at all, and none of null", () => {
    expect(mendJson(ErrorInfoSchema, { reason: 5, domain: true })).toEqual({
      reason: "5",
      domain: "true",
    });
    expect(mendJson(ErrorInfoSchema, { reason: { a: 1 }, domain: null })).toEqual({
      reason: '{"a":1}',
    });
    expect(mendJson(ErrorInfoSchema, { reason: "a\ud800" })).toEqual({ reason: "a\ufffd" });
  });

  it("leaves out what is too deep for the stack", () => {
    let deep: JsonValue = [];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(
      mendJson(ErrorInfoSchema, { reason: "R", domain: deep, metadata: { deep, a: 1 } }),
    ).toEqual({
      reason: "R",
      metadata: { a: "1" },
    });
  });

  it.each<[unknown, unknown]>([
    [5, "5"],
    ["5", "5"],
    ["9223372036854775807", "9223372036854775807"],
    [5.7, 5],
    ["5.7", 5],
    ["1e3", 1000],
    [true, true],
    ["", undefined],
    ["x", undefined],
    [null, undefined],
    [1e300, undefined],
    [noText, undefined],
    [[5], undefined],
  ])("reads the integer %j as %j", (quotaValue, mended) => {
    const [violation] = (
      mendJson(QuotaFailureSchema, { violations: [{ quotaValue }] }) as {
        violations: { quotaValue?: unknown }[];
      }
    ).violations;
    expect(violation?.quotaValue).toBe(mended);
  });

  it("leaves types with JSON of their own as they are", () => {
    expect(mendJson(TimestampSchema, "2026-01-01T00:00:00Z")).toBe("2026-01-01T00:00:00Z");
  });

  it.each([null, undefined, 5, "text", [], true])("is nothing for %j", (json) => {
    expect(mendJson(ErrorInfoSchema, json)).toBeUndefined();
  });

  it("mends no more than a thousand entries", () => {
    expect(
      Object.keys(
        mapOf(Array.from({ length: 5000 }, (_, i) => ({ key: `k${i}`, value: i }))) as object,
      ),
    ).toHaveLength(1024);
    expect(
      Object.keys(
        mapOf(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i]))) as object,
      ),
    ).toHaveLength(1024);
  });

  it("gives what is ProtoJSON, whatever it is given", () => {
    const schemas = [ErrorInfoSchema, BadRequestSchema, QuotaFailureSchema, DebugInfoSchema];
    const names = schemas.flatMap(({ fields }) =>
      fields.flatMap(({ jsonName, name }) => [jsonName, name]),
    );
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 4 })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...schemas),
        fc.dictionary(fc.constantFrom(...names), odd),
        (schema, json) => {
          // Numbers out of range are left to fromJson, which says so.
          const mended = mendJson(schema, json) ?? {};
          if (schema !== QuotaFailureSchema) fromJson(schema, mended);
        },
      ),
      { numRuns: 3000 },
    );
    expect(mendJson(RetryInfoSchema, { retryDelay: "" })).toEqual({});
  });
});

import type { DescMessage } from "@bufbuild/protobuf";
import {
  BytesValueSchema,
  DurationSchema,
  Int64ValueSchema,
  StringValueSchema,
  TimestampSchema,
  UInt64ValueSchema,
} from "@bufbuild/protobuf/wkt";
import { Long } from "@grpc/proto-loader";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { protoJson } from "../../src/operation/foreign-json.js";

describe("protoJson", () => {
  it.each([
    ["says how long it is", { length: 500_000_000 }],
    ["holds what is no byte", [256]],
  ])("throws for bytes in an object that %s", (_, value) => {
    expect(() => protoJson(BytesValueSchema, { value })).toThrow(TypeError);
  });

  it.each<[string, DescMessage, unknown, unknown]>([
    ["a Timestamp", TimestampSchema, { seconds: "0", nanos: 5 }, "1970-01-01T00:00:00.000000005Z"],
    [
      "a Timestamp of a Long",
      TimestampSchema,
      { seconds: Long.fromNumber(-1) },
      "1969-12-31T23:59:59Z",
    ],
    ["a Duration", DurationSchema, { seconds: 1, nanos: 500_000_000 }, "1.500s"],
    ["a Duration below zero", DurationSchema, { seconds: Long.fromNumber(-2), nanos: 0 }, "-2s"],
    ["a wrapped Long", Int64ValueSchema, { value: Long.MIN_VALUE }, "-9223372036854775808"],
    [
      "a wrapped unsigned Long",
      UInt64ValueSchema,
      { value: Long.MAX_UNSIGNED_VALUE },
      "18446744073709551615",
    ],
    ["a wrapped text", StringValueSchema, { value: "x" }, "x"],
    ["wrapped bytes", BytesValueSchema, { value: Buffer.from([255, 255]) }, "//8"],
    ["wrapped bytes as a list", BytesValueSchema, { value: [255, 255] }, "//8"],
    ["what is ProtoJSON already", TimestampSchema, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"],
    ["null", DurationSchema, null, null],
  ])("turns %s into ProtoJSON", (_, schema, value, json) => {
    expect(protoJson(schema, value)).toEqual(json);
  });

  it("leaves maps, texts and unknown members as they are, names of prototypes too", () => {
    const text =
      '{"reason":"A","metadata":{"__proto__":"x","a":"b"},"more":[1],"__proto__":{"domain":"d"}}';
    expect(JSON.stringify(protoJson(ErrorInfoSchema, JSON.parse(text)))).toBe(text);
  });

  it.each([{ seconds: "many" }, { seconds: 1.5 }, { seconds: {} }])(
    "refuses %j for a time",
    (value) => {
      expect(() => protoJson(TimestampSchema, value)).toThrow();
    },
  );
});

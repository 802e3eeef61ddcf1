import {
  create,
  createFileRegistry,
  createRegistry,
  isMessage,
  type JsonValue,
  toBinary,
} from "@bufbuild/protobuf";
import {
  anyPack,
  DurationSchema,
  EmptySchema,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  StructSchema,
  TimestampSchema,
  timestampDate,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import {
  BookSchema,
  GetBookRequestSchema,
  ReserveBooksResponseSchema,
  ShelfSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { payloadType, readPayload } from "../../src/operation/payload.js";
import { everyTrapThrows, revoked, withThrowingGetter } from "../fixtures/throwing-values.js";

const SHELF_URL = "type.googleapis.com/example.library.v1.Shelf";
const EMPTY_URL = "type.googleapis.com/google.protobuf.Empty";

const shelf = create(ShelfSchema, { id: "s1", topic: "Стихи", capacity: 300 });
const bytes = toBinary(ShelfSchema, shelf);
const base64 = Buffer.from(bytes).toString("base64");
const registry = createRegistry(ShelfSchema);

const forms: [string, unknown][] = [
  ["protobuf-es", anyPack(ShelfSchema, shelf)],
  ["protobufjs", { type_url: SHELF_URL, value: Buffer.from(bytes) }],
  ["ts-proto", { $type: "google.protobuf.Any", typeUrl: SHELF_URL, value: bytes }],
  ["proto-loader with bytes as base64", { type_url: SHELF_URL, value: base64 }],
  ["proto-loader with bytes as a list", { type_url: SHELF_URL, value: [...bytes] }],
  ["a Buffer in JSON", { typeUrl: SHELF_URL, value: Buffer.from(bytes).toJSON() }],
  ["bytes under another view", { typeUrl: SHELF_URL, value: new DataView(bytes.slice().buffer) }],
  ["ProtoJSON", { "@type": SHELF_URL, id: "s1", topic: "Стихи", capacity: 300 }],
  [
    "ProtoJSON with names of the proto file",
    { "@type": SHELF_URL, id: "s1", topic: "Стихи", capacity: "300", next: 1 },
  ],
  [
    "ProtoJSON with all under value",
    { "@type": SHELF_URL, value: { id: "s1", topic: "Стихи", capacity: 300 } },
  ],
];

describe("readPayload", () => {
  it.each(forms)("decodes %s, by schema, by the method's type and by registry", (_, payload) => {
    for (const types of [{ wanted: ShelfSchema }, { named: ShelfSchema }, { registry }]) {
      expect(readPayload(payload, types)).toEqual({ value: shelf });
    }
  });

  it.each(forms)("leaves %s as it came where nobody knows the type", (_, payload) => {
    expect(readPayload(payload, {}).value).toBe(payload);
    expect(readPayload(payload, { named: BookSchema }).value).toBe(payload);
    expect(readPayload(payload, { named: BookSchema }).problem).toBeUndefined();
  });

  it.each(forms)("leaves %s as it came where another type is wanted, and says so", (_, payload) => {
    const { value, problem } = readPayload(payload, { wanted: BookSchema, registry });
    expect(value).toBe(payload);
    expect(problem).toMatchObject({ kind: "detail", value: "example.library.v1.Shelf" });
    expect(problem?.message).toContain("example.library.v1.Book");
  });

  it.each([
    ["the JSON of grpc-gateway", { "@type": EMPTY_URL, value: {} }],
    ["JSON with its type alone", { "@type": EMPTY_URL }],
    ["bytes", anyPack(EmptySchema, create(EmptySchema))],
    ["an Any without a value, as proto-loader leaves it", { type_url: EMPTY_URL }],
    ["a value that is null", { typeUrl: EMPTY_URL, value: null }],
    ["base64 of nothing", { typeUrl: EMPTY_URL, value: "" }],
    ["a type without a prefix", { typeUrl: "google.protobuf.Empty", value: new Uint8Array() }],
  ])("makes an empty message of Empty in %s, without being told", (_, payload) => {
    expect(isMessage(readPayload(payload, {}).value, EmptySchema)).toBe(true);
    expect(isMessage(readPayload(payload, { wanted: EmptySchema }).value, EmptySchema)).toBe(true);
  });

  it("knows protobuf's own types in their JSON", () => {
    const prefix = "type.googleapis.com/google.protobuf.";
    const read = (type: string, value: JsonValue) =>
      readPayload({ "@type": prefix + type, value }, {}).value;
    expect(read("Struct", { a: [1, null] })).toMatchObject({ $typeName: StructSchema.typeName });
    expect(read("Duration", "1.5s")).toEqual(create(DurationSchema, { seconds: 1n, nanos: 5e8 }));
    const time = read("Timestamp", "2026-01-02T03:04:05Z");
    if (!isMessage(time, TimestampSchema)) throw new TypeError("no Timestamp");
    expect(timestampDate(time)).toEqual(new Date("2026-01-02T03:04:05Z"));
  });

  it("takes a member called value for a field where the message has one", () => {
    const inner = { name: "Inner", field: [{ name: "id", number: 1, type: 9, label: 1 }] };
    const value = { name: "value", number: 1, type: 11, label: 1, typeName: ".test.Inner" };
    const file = create(FileDescriptorProtoSchema, {
      name: "test.proto",
      package: "test",
      syntax: "proto3",
      messageType: [inner, { name: "Outer", field: [value] }],
    });
    const types = createFileRegistry(create(FileDescriptorSetSchema, { file: [file] }));
    const payload = { "@type": "type.googleapis.com/test.Outer", value: { id: "7" } };
    expect(readPayload(payload, { registry: types }).value).toMatchObject({ value: { id: "7" } });
  });

  it.each([
    ["bytes that end too soon", { typeUrl: SHELF_URL, value: bytes.subarray(0, 5) }],
    ["base64 that is none", { typeUrl: SHELF_URL, value: "!!" }],
    ["a list of no bytes", { typeUrl: SHELF_URL, value: [1, 256] }],
    ["an object for bytes", { typeUrl: SHELF_URL, value: { id: "s1" } }],
    ["JSON with a text for a number", { "@type": SHELF_URL, capacity: "many" }],
    ["JSON with a list for a text", { "@type": SHELF_URL, topic: ["a"] }],
  ])("leaves %s as it came, and says what is wrong", (_, payload) => {
    for (const types of [{ wanted: ShelfSchema }, { named: ShelfSchema }, { registry }]) {
      const { value, problem } = readPayload(payload, types);
      expect(value).toBe(payload);
      expect(problem).toMatchObject({
        kind: "detail",
        message: "does not decode as example.library.v1.Shelf",
      });
    }
  });

  it("leaves a message that somebody decoded already as it is", () => {
    expect(readPayload(shelf, { wanted: ShelfSchema })).toEqual({ value: shelf });
    expect(readPayload(shelf, {}).value).toBe(shelf);
    expect(readPayload(shelf, { wanted: BookSchema }).problem?.value).toBe(ShelfSchema.typeName);
    const tsProto = { $type: "example.library.v1.Shelf", id: "s1" };
    expect(readPayload(tsProto, { wanted: ShelfSchema })).toEqual({ value: tsProto });
  });

  it("has nothing to say of nothing", () => {
    expect(readPayload(undefined, { wanted: ShelfSchema })).toEqual({ value: undefined });
    expect(readPayload(null, {})).toEqual({ value: undefined });
  });

  it("decodes a response of several megabytes", () => {
    const topic = "x".repeat(3_000_000);
    const packed = anyPack(ShelfSchema, create(ShelfSchema, { topic }));
    expect(readPayload(packed, { registry }).value).toMatchObject({ topic });
    expect(readPayload({ "@type": SHELF_URL, topic }, { registry }).value).toMatchObject({ topic });
    const values = Array.from({ length: 50_000 }, (_, i) => i);
    const list = { "@type": "type.googleapis.com/google.protobuf.ListValue", value: values };
    expect(readPayload(list, {}).value).toMatchObject({ values: { length: 50_000 } });
  });

  const STRUCT = "type.googleapis.com/google.protobuf.Struct";
  const cyclic: Record<string, unknown> = { "@type": STRUCT };
  cyclic.value = { again: cyclic };
  let shared: unknown = 1;
  for (let i = 0; i < 60; i++) shared = { a: shared, b: shared };
  let deep: unknown = {};
  for (let i = 0; i < 100_000; i++) deep = { a: deep };

  it.each<[string, unknown]>([
    ["a cycle", cyclic],
    ["values that refer to each other over and over", { "@type": STRUCT, value: shared }],
    ["deep nesting", { "@type": STRUCT, value: deep }],
    ["a million values", { "@type": STRUCT, value: { a: Array.from({ length: 1e6 }, () => 1) } }],
    ["a getter that throws", withThrowingGetter("value", { "@type": STRUCT })],
    ["a getter that throws further in", { "@type": STRUCT, value: withThrowingGetter("a", {}) }],
    ["a type that throws", withThrowingGetter("@type", {})],
    ["a proxy all of whose traps throw", everyTrapThrows()],
    ["a revoked proxy", revoked()],
    ["bytes that are a revoked proxy", { typeUrl: SHELF_URL, value: revoked([]) }],
    ["a lone surrogate", { "@type": SHELF_URL, topic: "\ud800", capacity: "x" }],
    ["a text", "s1"],
    ["a number", 7],
    ["a function", () => shelf],
  ])("leaves %s as it came and throws nothing", (_, payload) => {
    expect(readPayload(payload, { registry }).value).toBe(payload);
    expect(readPayload(payload, { wanted: GetBookRequestSchema }).value).toBe(payload);
  });

  it("takes names of prototypes for data", () => {
    const text = `{"@type":"${STRUCT}","value":{"__proto__":{"polluted":1},"constructor":{"x":1}}}`;
    expect(readPayload(JSON.parse(text), {}).value).toMatchObject({
      $typeName: "google.protobuf.Struct",
    });
    const message = JSON.parse(`{"@type":"${SHELF_URL}","__proto__":{"topic":"x"},"id":"s1"}`);
    expect(readPayload(message, { registry }).value).toEqual(create(ShelfSchema, { id: "s1" }));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("decodes an Any inside of a response where the registry knows it", () => {
    const status = { code: 5, message: "gone", details: [{ "@type": SHELF_URL, id: "s1" }] };
    const payload = {
      "@type": "type.googleapis.com/example.library.v1.ReserveBooksResponse",
      error: status,
    };
    const both = createRegistry(ShelfSchema, ReserveBooksResponseSchema);
    const { value } = readPayload(payload, { registry: both });
    if (!isMessage(value, ReserveBooksResponseSchema)) throw new TypeError("not decoded");
    const error = value.result.case === "error" ? value.result.value : undefined;
    expect(error?.details[0]).toEqual(anyPack(ShelfSchema, create(ShelfSchema, { id: "s1" })));
  });
});

describe("payloadType", () => {
  it.each<[unknown, string]>([
    [anyPack(ShelfSchema, shelf), SHELF_URL],
    [{ type_url: SHELF_URL }, SHELF_URL],
    [{ "@type": SHELF_URL }, SHELF_URL],
    [shelf, "example.library.v1.Shelf"],
    [{}, "of no known type"],
    [undefined, "of no known type"],
    ["text", "of no known type"],
    [{ "@type": { toString: 1 } }, "of no known type"],
    [everyTrapThrows(), "of no known type"],
  ])("names the type (%#)", (payload, type) => {
    expect(payloadType(payload)).toBe(type);
  });
});

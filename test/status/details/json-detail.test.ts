import { fromBinary, type JsonObject, toBinary } from "@bufbuild/protobuf";
import {
  AnySchema,
  anyUnpack,
  DurationSchema,
  EmptySchema,
  StringValueSchema,
  StructSchema,
  ValueSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema, RetryInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { anyBytes } from "../../../src/status/details/any-bytes.js";
import { JsonDetail } from "../../../src/status/details/json-detail.js";
import { BOOK_URL, BookSchema, book } from "../../fixtures/library-details.js";

const url = (type: string) => `type.googleapis.com/${type}`;
const detailOf = (json: JsonObject) => new JsonDetail(json);
const anyOf = (json: JsonObject) =>
  fromBinary(AnySchema, anyBytes(detailOf(json)) ?? new Uint8Array());

describe("JsonDetail", () => {
  const json = {
    "@type": url("google.rpc.ErrorInfo"),
    reason: "R",
    domain: "d",
    metadata: { a: "b" },
  };

  it("decodes a known type and keeps the JSON as it came", () => {
    const detail = detailOf(json);
    expect(detail.type).toBe("google.rpc.ErrorInfo");
    expect(detail.value).toMatchObject({ reason: "R", domain: "d", metadata: { a: "b" } });
    expect(detail.value).toBe(detail.value);
    expect(detail.json).toBe(json);
    expect(detail.problem).toBeUndefined();
    expect(fromBinary(ErrorInfoSchema, detail.bytes as Uint8Array).reason).toBe("R");
    expect(anyUnpack(anyOf(json), ErrorInfoSchema)).toEqual(detail.value);
  });

  it.each([
    "google.rpc.ErrorInfo",
    "/google.rpc.ErrorInfo",
    ` ${url("google.rpc.ErrorInfo")} `,
    "https://x.example/google.rpc.ErrorInfo",
  ])("finds the type in %j", (type) => {
    expect(detailOf({ ...json, "@type": type }).as(ErrorInfoSchema)?.reason).toBe("R");
  });

  it("reads snake_case and ignores fields that it does not know", () => {
    const detail = detailOf({
      "@type": url("google.rpc.RetryInfo"),
      retry_delay: "34.4s",
      hint: { a: 1 },
    });
    expect(detail.as(RetryInfoSchema)?.retryDelay).toMatchObject({
      seconds: 34n,
      nanos: 400_000_000,
    });
    expect(detail.json).toHaveProperty("hint", { a: 1 });
  });

  it.each<[string, JsonObject, object]>([
    [
      "a duration without a unit",
      { "@type": url("google.rpc.RetryInfo"), retryDelay: "34" },
      { retryDelay: { seconds: 34n, nanos: 0 } },
    ],
    ["a number as text", { "@type": url("google.rpc.ErrorInfo"), reason: 5 }, { reason: "5" }],
    [
      "null in a list",
      { "@type": url("google.rpc.DebugInfo"), stackEntries: [null, "a"] },
      { stackEntries: ["a"] },
    ],
    [
      "a lone surrogate",
      { "@type": url("google.rpc.ErrorInfo"), reason: "\ud800" },
      { reason: "\ufffd" },
    ],
  ])("reads %s as what it means, keeps the JSON and says what is wrong", (_, odd, value) => {
    const detail = detailOf(odd);
    expect(detail.value).toMatchObject(value);
    expect(detail.bytes).toBeInstanceOf(Uint8Array);
    expect(detail.problem?.kind).toBe("json");
    expect(detail.json).toBe(odd);
  });

  it("keeps what no mending helps as JSON and says what is wrong", () => {
    const damaged = { "@type": url("google.rpc.RetryInfo"), retryDelay: "999999999999s" };
    const detail = detailOf(damaged);
    expect(detail.value).toBeUndefined();
    expect(detail.bytes).toBeUndefined();
    expect(detail.problem?.kind).toBe("detail");
    expect(detail.json).toBe(damaged);
  });

  it("keeps an unknown type as JSON, says so, and decodes it with its schema", () => {
    const unknown = { "@type": BOOK_URL, id: "42", title: "Стихи", authors: ["A", "B"], copies: 3 };
    const detail = detailOf(unknown);
    expect(detail.value).toBeUndefined();
    expect(detail.problem?.kind).toBe("unknown-type");
    expect(detail.as(BookSchema)).toEqual(book);
    expect(detail.as(ErrorInfoSchema)).toBeUndefined();
  });

  it("sends JSON of an unknown type as a Struct with all of it", () => {
    const unknown = { "@type": "x.example/a.B", n: 1.5, list: [true, null, { deep: "x" }] };
    const any = anyOf(unknown);
    expect(any.typeUrl).toBe(url("google.protobuf.Struct"));
    const struct = anyUnpack(any, StructSchema);
    expect(struct?.fields.n?.kind).toEqual({ case: "numberValue", value: 1.5 });
    expect(Object.keys(struct?.fields ?? {})).toEqual(["@type", "n", "list"]);
  });

  it("sends damaged JSON of a known type as a Struct, so that nothing is lost", () => {
    const any = anyOf({ "@type": url("google.rpc.RetryInfo"), retryDelay: "999999999999s" });
    expect(any.typeUrl).toBe(url("google.protobuf.Struct"));
    expect(anyUnpack(any, StructSchema)?.fields.retryDelay?.kind).toEqual({
      case: "stringValue",
      value: "999999999999s",
    });
  });

  it.each([
    ["a Duration", DurationSchema, { value: "1.5s" }, { seconds: 1n, nanos: 500_000_000 }],
    ["an Empty with protobuf-go's value", EmptySchema, { value: {} }, {}],
    ["an Empty", EmptySchema, {}, {}],
    ["a StringValue", StringValueSchema, { value: "x" }, { value: "x" }],
    [
      "a Struct",
      StructSchema,
      { value: { a: true } },
      { fields: { a: { kind: { case: "boolValue", value: true } } } },
    ],
    [
      "a Value that is null",
      ValueSchema,
      { value: null },
      { kind: { case: "nullValue", value: 0 } },
    ],
  ] as const)("reads %s, whose own JSON stands under value", (_, schema, members, expected) => {
    expect(detailOf({ "@type": url(schema.typeName), ...members }).as(schema)).toMatchObject(
      expected,
    );
  });

  it("takes members called __proto__ for data", () => {
    const hostile = JSON.parse(
      `{"@type":"${url("google.rpc.ErrorInfo")}","__proto__":{"polluted":1},"metadata":{"__proto__":"x"}}`,
    );
    const metadata = detailOf(hostile).as(ErrorInfoSchema)?.metadata;
    expect(Object.entries(metadata ?? {})).toEqual([["__proto__", "x"]]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(() => anyBytes(detailOf(hostile))).not.toThrow();
  });

  it.each([
    ["no type", { a: 1 }],
    ["a type that is no text", { "@type": 5 }],
    ["an empty type", { "@type": "" }],
    ["nothing", {}],
  ])("takes JSON with %s for an unknown type", (_, members) => {
    expect(detailOf(members as JsonObject)).toMatchObject({
      type: "",
      typeUrl: "",
      value: undefined,
      bytes: undefined,
    });
    expect(detailOf(members as JsonObject).problem?.kind).toBe("unknown-type");
  });

  it("does not throw on JSON nested a hundred thousand levels deep", () => {
    const deep = JSON.parse(`{"@type":"x/y.Z","a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);
    const detail = detailOf(deep);
    expect(detail.problem?.kind).toBe("unknown-type");
    expect(anyBytes(detail)).toBeUndefined();
    const known = detailOf({ ...deep, "@type": url("google.rpc.ErrorInfo"), metadata: deep.a });
    expect(known.problem?.kind).toBe("detail");
  });

  it("gives what toBinary writes as bytes", () => {
    const detail = detailOf({ "@type": BOOK_URL });
    expect(detail.bytes).toBeUndefined();
    expect(toBinary(ErrorInfoSchema, detailOf(json).as(ErrorInfoSchema) as never)).toEqual(
      detailOf(json).bytes,
    );
  });
});

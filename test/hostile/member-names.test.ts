import { afterEach, describe, expect, it } from "vitest";
import { decodeTrailers } from "../../src/error/decode-trailers.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { decodeQuickly } from "./decode-quickly.js";

const prototypes = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Error.prototype,
];
const before = prototypes.map((one) => Reflect.ownKeys(one));

afterEach(() => {
  expect(prototypes.map((one) => Reflect.ownKeys(one))).toEqual(before);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

/** Names that objects have without having them. */
const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "length",
  "then",
  "toJSON",
  "",
];

/** JSON of an object with one member, as text: an object literal would take `__proto__` for its prototype. */
function member(name: string, value: unknown): string {
  return `{${JSON.stringify(name)}:${JSON.stringify(value)}}`;
}

/** The ways in which a text reaches a decoder. */
function everyWay(text: string): (() => RpcError | undefined)[] {
  return [
    () => errorFromHttp({ status: 404, body: text }),
    () => errorFromHttp({ status: 404, body: JSON.parse(text) }),
    () => errorFromHttp({ status: 404, body: `failed: ${text}` }),
    () => errorFromHttp({ status: 404, body: text.replaceAll('"', "'") }),
    () => RpcError.from(text),
    () => RpcError.from(JSON.parse(text)),
    () => RpcError.from(JSON.stringify(text)),
    () => RpcError.from(new Error(text)),
  ];
}

describe.each(NAMES)("a member called %j", (name) => {
  const odd = [{ polluted: true }, null, 5, "polluted", []];

  it.each([
    [
      "beside the error",
      (extra: string) =>
        `{"error":{"code":404,"message":"no such book","status":"NOT_FOUND"},${extra.slice(1)}`,
    ],
    [
      "in the error",
      (extra: string) =>
        `{"error":{"code":404,"message":"no such book","status":"NOT_FOUND",${extra.slice(1)}}`,
    ],
    [
      "in a detail",
      (extra: string) =>
        `{"code":5,"message":"no such book","details":[{"@type":"x/y.Z",${extra.slice(1)}]}`,
    ],
    [
      "in a map",
      (extra: string) =>
        `{"code":5,"message":"no such book","details":[{"@type":"x/google.rpc.ErrorInfo","metadata":${extra}}]}`,
    ],
    [
      "before the error",
      (extra: string) => `${extra.slice(0, -1)},"code":5,"message":"no such book","details":[]}`,
    ],
  ])("%s is data", (_, around) => {
    for (const value of odd) {
      for (const decode of everyWay(around(member(name, value)))) {
        expect(decodeQuickly(decode)).toMatchObject({ code: 5, message: "no such book" });
      }
    }
  });

  it("is kept in a detail of an unknown type", () => {
    const json = `{"@type":"x/y.Z",${member(name, { polluted: true }).slice(1)}`;
    for (const decode of everyWay(`{"code":5,"message":"no such book","details":[${json}]}`)) {
      const [detail] = decodeQuickly(decode).details;
      expect(JSON.stringify(detail?.json)).toBe(json);
    }
  });

  it("is kept in a map", () => {
    const json = `{"@type":"x/google.rpc.ErrorInfo","reason":"R","metadata":${member(name, "v")}}`;
    for (const decode of everyWay(`{"code":5,"message":"no such book","details":[${json}]}`)) {
      const { errorInfo } = decodeQuickly(decode);
      expect(Object.entries(errorInfo?.metadata ?? {})).toEqual([[name, "v"]]);
    }
  });

  it("says nothing as a code, a type, a name of a header or an entity", () => {
    for (const text of [
      `{"error":{"code":404,"message":"no such book","details":[{"@type":${JSON.stringify(name)}}]}}`,
      `{"error":{"code":${JSON.stringify(name)},"status":"NOT_FOUND","message":"no such book"}}`,
    ]) {
      expect(decodeQuickly(() => errorFromHttp({ status: 404, body: text }))).toMatchObject({
        code: 5,
        message: "no such book",
      });
    }
    const page = `<html><h1>no &${name}; book</h1>`;
    expect(decodeQuickly(() => errorFromHttp({ status: 503, body: page })).code).toBe(14);
    const trailers = JSON.parse(`{"grpc-status":"5",${member(name, "v").slice(1)}`);
    expect(decodeQuickly(() => decodeTrailers(trailers)).metadata.get(name)).toBe("v");
  });
});

describe("a code of 500 beside a detail of a type that is no type", () => {
  it.each(["constructor", "toString", "__proto__"])("stays INTERNAL: %s", (type) => {
    const body = { error: { code: 500, message: "m", details: [{ "@type": type }] } };
    expect(decodeQuickly(() => errorFromHttp({ status: 500, body })).code).toBe(13);
  });
});

describe("a member that no text can be made of", () => {
  // String() of such an object throws.
  const odd = { toString: 1, valueOf: null };
  const missing = { code: 404, message: "no such book", status: "NOT_FOUND" };

  it.each([
    ["status", { error: { ...missing, status: odd } }],
    ["code", { error: { ...missing, code: odd } }],
    ["code in a list", { error: { ...missing, code: [odd] } }],
    ["errors", { error: { ...missing, errors: [odd, { location: odd, reason: odd }] } }],
    ["details", { error: { ...missing, details: [odd, [odd], { "@type": odd }] } }],
    ["details alone", { error: { ...missing, details: odd } }],
    ["code of a flat status", { code: odd, message: "no such book" }],
    ["code of gateway v1", { error: "no such book", code: odd }],
    [
      "code of a stream of gateway v1",
      { error: { grpcCode: odd, httpCode: odd, message: "no such book" } },
    ],
    ["error_message", { error_code: "NOT_FOUND", error_message: odd, message: "no such book" }],
    ["status of a problem", { title: "no such book", status: odd, type: odd, instance: odd }],
    ["loc", { detail: [{ loc: [odd, [odd]], msg: "no such book", type: odd }] }],
    ["type", { error: { message: "no such book", type: odd, code: odd, param: odd } }],
    ["fields", { title: "no such book", detail: "no such book", errors: { a: odd, b: [odd] } }],
    ["reason", { code: 5, message: "no such book", reason: "R", metadata: odd }],
    ["the body", [odd, [odd]]],
  ])("is left out: %s", (_, body) => {
    for (const form of [body, JSON.stringify(body)]) {
      expect(decodeQuickly(() => errorFromHttp({ status: 404, body: form })).code).toBeGreaterThan(
        0,
      );
      expect(decodeQuickly(() => RpcError.from(form)).code).toBeGreaterThan(0);
    }
  });

  it.each([
    [
      "a duration",
      { "@type": "t/google.rpc.RetryInfo", retryDelay: { seconds: odd, nanos: odd } },
      undefined,
    ],
    [
      "a map",
      {
        "@type": "t/google.rpc.ErrorInfo",
        reason: "R",
        metadata: [
          { key: odd, value: odd },
          { key: "k", value: "v" },
        ],
      },
      "R",
    ],
    ["a text", { "@type": "t/google.rpc.ErrorInfo", reason: "R", domain: 5, metadata: odd }, "R"],
  ])("leaves the rest of a detail: %s", (_, detail, reason) => {
    const body = { error: { ...missing, details: [detail] } };
    const error = decodeQuickly(() => errorFromHttp({ status: 404, body }));
    expect(error.details[0]?.value).toBeDefined();
    expect(error.reason).toBe(reason);
  });
});

describe("a member that is there twice", () => {
  it.each([
    ['{"error":{"code":404,"message":"first","status":"NOT_FOUND","message":"no such book"}}'],
    ['{"error":"first","error":{"code":404,"message":"no such book","status":"NOT_FOUND"}}'],
    ['{"code":13,"code":5,"message":"first","message":"no such book","details":[]}'],
    ['{"code":5,"message":"no such book","details":"first","details":[]}'],
  ])("counts as it stands last, as everywhere in JSON: %s", (text) => {
    for (const decode of everyWay(text)) {
      expect(decodeQuickly(decode)).toMatchObject({
        code: 5,
        message: "no such book",
        details: [],
      });
    }
  });

  it("costs nothing, however often", () => {
    const text = `{${'"message":"first",'.repeat(50_000)}"code":5,"message":"no such book","details":[]}`;
    for (const body of [text, JSON.parse(text)]) {
      expect(decodeQuickly(() => errorFromHttp({ status: 404, body }))).toMatchObject({
        code: 5,
        message: "no such book",
      });
    }
  });
});

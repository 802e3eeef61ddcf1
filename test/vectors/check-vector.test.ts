import { describe, expect, it } from "vitest";
import { encodeAip193 } from "../../src/dialects/aip-193.js";
import { decodeTrailers } from "../../src/error/decode-trailers.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import type { Vector, VectorDetail, VectorExpectation } from "../../src/testing/vector.js";
import { checkVector, type VectorApi } from "./check-vector.js";

const api: VectorApi = {
  RpcError,
  errorFromHttp,
  decodeTrailers,
  encoders: { "aip-193": encodeAip193 },
};

const info: VectorDetail = {
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason: "BOOK_MISSING",
  domain: "library.example",
};
const lock: VectorDetail = { "@type": "type.googleapis.com/library.v1.Lock", keys: [1, 2] };
const fields: VectorDetail = {
  "@type": "type.googleapis.com/google.rpc.BadRequest",
  fieldViolations: [{ field: "isbn", description: "too short", reason: "LENGTH" }],
};

const right: VectorExpectation = {
  code: "NOT_FOUND",
  message: "no such book",
  details: [info, lock, fields],
  reason: "BOOK_MISSING",
  domain: "library.example",
  retryDelayMs: null,
  requestIds: ["r-1"],
  fieldViolations: [{ field: "isbn", description: "too short", reason: "LENGTH" }],
  httpStatus: 404,
  via: "rest",
  origin: "server",
  problems: [],
};

const vector: Vector = {
  family: "aip-193",
  name: "a book is missing",
  dialect: "aip-193",
  input: {
    http: {
      status: 404,
      headers: { "x-request-id": "r-1" },
      body: {
        error: {
          code: 404,
          message: "no such book",
          status: "NOT_FOUND",
          details: [info, lock, fields],
        },
      },
    },
  },
  expect: right,
  encodes: true,
};

const expecting = (changes: Partial<VectorExpectation>): Vector => ({
  ...vector,
  expect: { ...right, ...changes },
});

describe("checkVector", () => {
  it("finds nothing where all is as expected", () => {
    expect(checkVector(vector, api)).toEqual([]);
  });

  it.each<Partial<VectorExpectation>>([
    { code: "INTERNAL" },
    { message: "no such" },
    { message: { includes: "shelf" } },
    { message: { includes: "no such", atMost: 5 } },
    { details: [] },
    { details: [lock, info, fields] },
    { details: [{ ...info, reason: "SHELF_MISSING" }, lock, fields] },
    { details: [info, { ...lock, keys: [2, 1] }, fields] },
    { details: [info, { ...lock, "@value": "AA==" }, fields] },
    { details: [{ ...info, "@problem": "detail" }, lock, fields] },
    { reason: "SHELF_MISSING" },
    { reason: null },
    { domain: "" },
    { retryDelayMs: 0 },
    { requestIds: [] },
    { fieldViolations: [] },
    { fieldViolations: [{ field: "isbn", description: "too long" }] },
    { fieldViolations: [{ field: "isbn", description: "too short", reason: "" }] },
    { httpStatus: null },
    { via: "grpc" },
    { origin: "transport" },
    { problems: ["code"] },
  ])("finds that %j is not so, for the body parsed, as text and as bytes", (changes) => {
    const forms = checkVector(expecting(changes), api).map((mismatch) => mismatch.split(":")[0]);
    expect([...new Set(forms)]).toEqual(["parsed body", "body as text", "body as bytes"]);
  });

  it("finds another dialect", () => {
    expect(checkVector({ ...vector, dialect: "openai" }, api)).toContainEqual(
      expect.stringContaining('dialect is "aip-193"'),
    );
  });

  it("finds an error where a success was expected, and the other way round", () => {
    expect(checkVector({ ...vector, expect: null }, api)).toHaveLength(3);
    expect(checkVector({ ...vector, input: { http: { status: 204 } } }, api)).toEqual([
      "no body: no error was found",
    ]);
  });

  it("finds a body that is not encoded again", () => {
    const encoders = { "aip-193": () => ({}) };
    expect(checkVector(vector, { ...api, encoders })[0]).toContain("encoded again is {}");
  });

  it("finds an error that lost its body", () => {
    const withoutBody: VectorApi["errorFromHttp"] = ({ body, ...answer }) =>
      errorFromHttp({ ...answer, body: JSON.stringify(body) });
    expect(checkVector(vector, { ...api, errorFromHttp: withoutBody })[0]).toContain(
      "the error's body is",
    );
  });

  it("tells of a decoder that throws", () => {
    const errorFromHttp = () => {
      throw new RangeError("too deep");
    };
    expect(checkVector(vector, { ...api, errorFromHttp })[0]).toContain("RangeError: too deep");
  });

  it("lets a delay differ by the rounding of its fractions alone", () => {
    const delayed = (retryDelay: string, retryDelayMs: number): Vector => ({
      family: "details",
      name: "a delay",
      input: {
        value: {
          code: 14,
          message: "later",
          details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay }],
        },
      },
      expect: { code: "UNAVAILABLE", message: "later", retryDelayMs },
    });
    expect(checkVector(delayed("1.000000001s", 1000), api)).toEqual([]);
    expect(checkVector(delayed("1.001s", 1000), api)).toHaveLength(2);
  });
});

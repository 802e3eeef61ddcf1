import { create, createRegistry, fromJson, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ErrorInfoSchema,
  file_google_rpc_error_details,
} from "../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { decodeAip193, encodeAip193, isAip193 } from "../../src/dialects/aip-193.js";
import type { ErrorCode } from "../../src/status/code.js";
import { decodeStatusDetails, encodeStatusDetails } from "../../src/status/status-details.js";
import { fiveDetails, fiveDetailsBytes } from "../fixtures/five-details.js";
import { statusMessage } from "../fixtures/status-arbitrary.js";

const registry = createRegistry(...file_google_rpc_error_details.messages);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const errorOf = (bytes: Uint8Array) => {
  const { code, message, details } = decodeStatusDetails(bytes);
  return { code: code as ErrorCode, message, details };
};
const throughText = (json: unknown) => JSON.parse(JSON.stringify(json));

describe("encodeAip193", () => {
  it("writes HTTP status, message, name and details as AIP-193 has them", () => {
    const { error } = encodeAip193(errorOf(fiveDetailsBytes));
    expect(error).toMatchObject({
      code: 400,
      message: fiveDetails.message,
      status: "INVALID_ARGUMENT",
    });
    // protobuf-es reads the details as ProtoJSON, so they are.
    const status = fromJson(
      StatusSchema,
      { code: 3, message: error.message, details: error.details ?? [] },
      { registry },
    );
    expect(hex(toBinary(StatusSchema, status))).toBe(hex(fiveDetailsBytes));
  });

  it("leaves details out where there are none", () => {
    expect(encodeAip193({ code: 5, message: "m", details: [] })).toEqual({
      error: { code: 404, message: "m", status: "NOT_FOUND" },
    });
  });

  it.each([
    [
      "bytes",
      () =>
        errorOf(
          toBinary(
            StatusSchema,
            create(StatusSchema, {
              code: 13,
              details: [
                {
                  typeUrl: "type.googleapis.com/google.rpc.DebugInfo",
                  value: Buffer.from([0x12, 6, ...Buffer.from("secret")]),
                },
              ],
            }),
          ),
        ),
    ],
    [
      "bytes under another host",
      () =>
        errorOf(
          toBinary(
            StatusSchema,
            create(StatusSchema, {
              code: 13,
              details: [
                {
                  typeUrl: "x.example/google.rpc.DebugInfo",
                  value: Buffer.from([0x12, 6, ...Buffer.from("secret")]),
                },
              ],
            }),
          ),
        ),
    ],
    [
      "damaged bytes",
      () =>
        errorOf(
          toBinary(
            StatusSchema,
            create(StatusSchema, {
              code: 13,
              details: [
                {
                  typeUrl: "google.rpc.DebugInfo",
                  value: Buffer.from([0x12, 9, ...Buffer.from("secret")]),
                },
              ],
            }),
          ),
        ),
    ],
    [
      "JSON",
      () =>
        decodeAip193({
          error: {
            status: "INTERNAL",
            details: [{ "@type": " type.googleapis.com/google.rpc.DebugInfo", detail: "secret" }],
          },
        }),
    ],
  ])("leaves a DebugInfo of %s behind", (_, error) => {
    const text = JSON.stringify(encodeAip193(error()));
    expect(text).not.toContain("secret");
    expect(text).not.toContain(Buffer.from("secret").toString("base64"));
    expect(text).not.toContain("DebugInfo");
  });

  it("replaces lone surrogates, which no JSON reader has to accept", () => {
    expect(encodeAip193({ code: 5, message: "a\ud800", details: [] }).error.message).toBe(
      "a\ufffd",
    );
  });
});

describe("decodeAip193", () => {
  it("is the inverse of encodeAip193 for every status, unknown details included", () => {
    fc.assert(
      fc.property(statusMessage, fc.integer({ min: 1, max: 16 }), (status, code) => {
        const sent = toBinary(StatusSchema, create(StatusSchema, { ...status, code }));
        const body = throughText(encodeAip193(errorOf(sent)));
        expect(isAip193(body)).toBe(true);
        const parts = decodeAip193(body);
        expect(parts.problems).toEqual([]);
        expect(hex(encodeStatusDetails(parts))).toBe(hex(sent));
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps five known details, byte for byte", () => {
    const parts = decodeAip193(throughText(encodeAip193(errorOf(fiveDetailsBytes))));
    expect(hex(encodeStatusDetails(parts))).toBe(hex(fiveDetailsBytes));
  });

  it("keeps fields of a newer sender in a known detail", () => {
    const value = Buffer.concat([
      toBinary(ErrorInfoSchema, create(ErrorInfoSchema, { reason: "R" })),
      Buffer.from([0x7a, 1, 0x78]),
    ]);
    const details = [{ typeUrl: "type.googleapis.com/google.rpc.ErrorInfo", value }];
    const sent = toBinary(StatusSchema, create(StatusSchema, { code: 5, message: "m", details }));
    const parts = decodeAip193(throughText(encodeAip193(errorOf(sent))));
    expect(hex(encodeStatusDetails(parts))).toBe(hex(sent));
  });

  it("takes the code from the name and keeps the number as HTTP status", () => {
    const parts = decodeAip193({ error: { code: 404, message: "m", status: "NOT_FOUND" } });
    expect(parts).toMatchObject({
      code: 5,
      message: "m",
      httpStatus: 404,
      via: "rest",
      origin: "server",
      problems: [],
    });
  });

  it.each([
    ["ABORTED", 409],
    ["ALREADY_EXISTS", 409],
    ["OUT_OF_RANGE", 400],
    ["OUT_OF_RANGE", 416],
    ["CANCELLED", 499],
    ["UNKNOWN", 500],
    ["DATA_LOSS", 500],
  ])("finds no disagreement between %s and %i, which tables give", (status, code) => {
    expect(decodeAip193({ error: { code, message: "m", status } }).problems).toEqual([]);
  });

  it("says so where name and HTTP status disagree, and believes the name", () => {
    const parts = decodeAip193({ error: { code: 500, message: "m", status: "NOT_FOUND" } });
    expect(parts.code).toBe(5);
    expect(parts.problems.map(({ kind }) => kind)).toEqual(["code-mismatch"]);
  });

  it.each([
    { status: "NOT_FOUND" },
    { status: "NOT_FOUND", message: null, code: null, details: null },
    { status: "NOT_FOUND", message: "", code: "404" },
  ])("reads %j", (error) => {
    expect(decodeAip193({ error })).toMatchObject({
      code: 5,
      message: "",
      details: [],
      problems: [],
    });
  });

  it.each([{ message: {} }, { message: 5 }, { details: "x" }, { details: [5] }])(
    "says that %j is of the wrong type and keeps the code",
    (members) => {
      const parts = decodeAip193({ error: { status: "NOT_FOUND", ...members } });
      expect(parts.code).toBe(5);
      expect(parts.problems.every(({ kind }) => kind === "json")).toBe(true);
      expect(parts.problems.length).toBeGreaterThan(0);
    },
  );
});

describe("isAip193", () => {
  it.each([
    { error: { status: "NOT_FOUND" } },
    { error: { code: 404, message: "m", status: "NOT_FOUND", details: [], errors: [] } },
    { error: { status: "NOT_IMPLEMENTED" } },
  ])("knows %j", (value) => {
    expect(isAip193(value)).toBe(true);
  });

  it.each([
    { error: { code: 5, message: "m" } },
    { error: { status: 404 } },
    { error: "text" },
    { error: null },
    { error: [{ status: "NOT_FOUND" }] },
    { status: "NOT_FOUND" },
    [{ error: { status: "NOT_FOUND" } }],
    null,
    "x",
  ])("does not take %j for one", (value) => {
    expect(isAip193(value)).toBe(false);
  });
});

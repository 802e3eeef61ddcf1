import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  badRequest,
  debugInfo,
  type ErrorCode,
  errorInfo,
  help,
  RpcError,
  requestInfo,
  resourceInfo,
} from "../../src/entry/index.js";
import { BODY_ENCODERS } from "../../src/http/body-encoders.js";
import { errorBody } from "../../src/http/error-body.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import type { HttpDialect } from "../../src/http/negotiate-dialect.js";
import { httpStatusFromCode } from "../../src/status/http-status.js";
import { anyDetail } from "../fixtures/detail-arbitrary.js";
import { saysMore } from "../fixtures/says-more.js";
import { protobufText } from "../fixtures/status-arbitrary.js";

const DIALECTS = Object.keys(BODY_ENCODERS) as HttpDialect[];

function within(error: RpcError, dialect: HttpDialect, maxBytes: number) {
  const httpStatus = httpStatusFromCode(error.code);
  const { body, report } = errorBody(error, {
    encoder: BODY_ENCODERS[dialect],
    httpStatus,
    maxBytes,
  });
  const decoded = errorFromHttp({ status: httpStatus, body }) as RpcError;
  return { body, report, decoded, bytes: Buffer.byteLength(body) };
}

describe.each(DIALECTS)("errorBody in %s", (dialect) => {
  it("stays within its budget, whatever the details are, and keeps code and message", () => {
    const code = fc.integer({ min: 1, max: 16 }) as fc.Arbitrary<ErrorCode>;
    const message = protobufText.filter((text) => text !== "" && !saysMore(text));
    const details = fc.array(anyDetail, { maxLength: 6 });
    const maxBytes = fc.integer({ min: 1_500, max: 4_000 });
    fc.assert(
      fc.property(code, message, details, maxBytes, (code, message, details, maxBytes) => {
        const error = new RpcError(code, message, { details });
        const { bytes, report, decoded } = within(error, dialect, maxBytes);
        expect(bytes).toBeLessThanOrEqual(maxBytes);
        expect(decoded).toMatchObject({ code, message, problems: [] });
        const whole = within(error, dialect, 1e9);
        expect(whole.report).toBeUndefined();
        expect(report === undefined).toBe(whole.bytes <= maxBytes);
        if (report !== undefined)
          expect(report).toMatchObject({ maxBytes, bytesBefore: whole.bytes, bytesAfter: bytes });
      }),
      { numRuns: 200 },
    );
  });

  it("leaves out what helps least, and says so", () => {
    const error = new RpcError("INVALID_ARGUMENT", "wrong", {
      details: [
        errorInfo({ reason: "BOOKS_INVALID", domain: "library.example" }),
        badRequest(
          Array.from({ length: 500 }, (_, at) => ({
            field: `books[${at}].title`,
            description: "must not be empty",
          })),
        ),
        help([{ description: "x".repeat(2_000), url: "https://library.example" }]),
        debugInfo({ detail: "y".repeat(2_000) }),
        requestInfo("r-1"),
      ],
    });
    const { report, decoded, bytes } = within(error, dialect, 8_000);
    expect(bytes).toBeLessThanOrEqual(8_000);
    expect(bytes).toBeGreaterThan(7_500);
    expect(report?.dropped.map(({ type }) => type)).toEqual([
      "google.rpc.Help",
      "google.rpc.DebugInfo",
    ]);
    const kept = report?.shortened[0]?.kept ?? 0;
    expect(report?.shortened).toEqual([{ type: "google.rpc.BadRequest", kept, of: 500 }]);
    expect(decoded.fieldViolations).toHaveLength(kept + 1);
    expect(decoded.fieldViolations.at(-1)).toMatchObject({
      reason: "MORE_VIOLATIONS",
      description: `${500 - kept} more violations were left out`,
    });
    expect(decoded.requestIds).toEqual(["r-1"]);
    expect(Object.keys(decoded.errorInfo?.metadata ?? {})).toEqual(["trimmed"]);
  });

  it("cuts a message that fits no budget, but not below 1,000 bytes", () => {
    const details = [errorInfo({ reason: "R" })];
    const long = new RpcError("NOT_FOUND", "é".repeat(5_000), { details });
    const cut = within(long, dialect, 2_000);
    expect(cut.bytes).toBeLessThanOrEqual(2_000);
    expect(cut.decoded.message).toMatch(/^é{500,}…$/);
    expect(cut.report?.message?.ofBytes).toBe(10_000);
    const short = new RpcError("NOT_FOUND", "é".repeat(500), { details });
    const { decoded, report } = within(short, dialect, 0);
    expect(decoded).toMatchObject({ code: 5, message: "é".repeat(500), details: [] });
    expect(report).toMatchObject({ maxBytes: 0, dropped: [{ type: "google.rpc.ErrorInfo" }] });
  });

  it("counts a detail for what it adds", () => {
    const details = Array.from({ length: 200 }, (_, at) =>
      resourceInfo({ resourceName: `books/${at}` }),
    );
    const { bytes } = within(new RpcError("ABORTED", "m", { details }), dialect, 10_000);
    expect(bytes).toBeLessThanOrEqual(10_000);
    expect(bytes).toBeGreaterThan(8_500);
  });

  it("sends the details that encode where others do not", () => {
    const endless = errorInfo({ reason: "ENDLESS" });
    Object.assign(endless, { self: endless });
    const broken = badRequest({ isbn: "too short" });
    Object.assign(broken, { fieldViolations: [null] });
    const throwing = new Proxy(errorInfo({ reason: "THROWS" }), {
      get: (target, name) => {
        if (name === "domain") throw new Error("a member that throws");
        return Reflect.get(target, name);
      },
    });
    const details = [requestInfo("r-1"), endless, broken, throwing, errorInfo({ reason: "GOOD" })];
    const { decoded } = within(new RpcError("NOT_FOUND", "m", { details }), dialect, 10_000);
    expect(decoded).toMatchObject({ code: 5, message: "m", requestIds: ["r-1"], reason: "GOOD" });
  });

  it("keeps code and message where a detail encodes only now and then", () => {
    let reads = 0;
    const moody = errorInfo({ reason: "MOODY" });
    Object.defineProperty(moody, "mood", {
      enumerable: true,
      get: () => {
        if (reads++ % 2 === 0) throw new Error("a member that throws");
      },
    });
    const error = new RpcError("NOT_FOUND", "m", { details: [moody] });
    const { decoded } = within(error, dialect, 10_000);
    expect(decoded).toMatchObject({ code: 5, message: "m", details: [] });
    expect(reads).toBe(3);
  });

  it("takes its time with a hundred thousand violations, and no more", () => {
    const violations = Array.from({ length: 100_000 }, (_, at) => ({
      field: `books[${at}]`,
      description: "wrong",
    }));
    const error = new RpcError("INVALID_ARGUMENT", "m", { details: [badRequest(violations)] });
    const { bytes, report } = within(error, dialect, 65_536);
    expect(bytes).toBeLessThanOrEqual(65_536);
    expect(report?.shortened).toMatchObject([{ of: 100_000 }]);
  });
});

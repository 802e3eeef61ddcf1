import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/error/rpc-error.js";
import { fitDetails } from "../../../src/status/budget/fit-details.js";
import { badRequest } from "../../../src/status/builders/bad-request.js";
import { debugInfo } from "../../../src/status/builders/debug-info.js";
import { errorInfo } from "../../../src/status/builders/error-info.js";
import type { Detail } from "../../../src/status/details/detail.js";
import { type DetailInput, detailFromInput } from "../../../src/status/details/detail-input.js";
import { detailToJson } from "../../../src/status/details/detail-json.js";
import { BookSchema, book } from "../../fixtures/library-details.js";
import { bigStatus } from "./big-status.js";

/** A body in the shape of a flat status. */
function bodyOf(message: string, details: readonly Detail[]): string {
  return JSON.stringify({ message, details: details.map(detailToJson) });
}

function fitBody(message: string, details: readonly Detail[], maxBytes: number) {
  return fitDetails({
    message,
    details,
    maxBytes,
    messageCost: (text) => Buffer.byteLength(bodyOf(text, [])),
    // And a comma.
    cost: (detail) => Buffer.byteLength(JSON.stringify(detailToJson(detail))) + 1,
  });
}

const toDetails = (inputs: readonly DetailInput[]) =>
  inputs.map((input) => detailFromInput(input, "input"));

describe("fitDetails", () => {
  it("leaves an error that fits as it is", () => {
    const details = toDetails([debugInfo({ detail: "x" }), { schema: BookSchema, value: book }]);
    expect(fitBody("m", details, 1_000)).toEqual({ message: "m", details, report: undefined });
  });

  it("lets go what does not fit, in the order of trailers, and tells", () => {
    const violations = Array.from({ length: 500 }, (_, i) => ({
      field: `f${i}`,
      description: "no",
    }));
    const given = [
      debugInfo({ detail: "x".repeat(9_000) }),
      badRequest(violations),
      errorInfo({ reason: "BOOK_INVALID" }),
      { schema: BookSchema, value: book },
    ];
    const { details, report, message } = fitBody("m", toDetails(given), 4_000);
    const [{ kept = 0 } = {}] = report?.shortened ?? [];
    expect(kept).toBeGreaterThan(50);
    expect(report).toMatchObject({
      maxBytes: 4_000,
      dropped: [{ type: "google.rpc.DebugInfo" }],
      shortened: [{ type: "google.rpc.BadRequest", of: 500 }],
      headers: [],
    });
    const { details: sent } = JSON.parse(bodyOf(message, details));
    expect(sent[0].fieldViolations).toHaveLength(kept + 1);
    expect(sent[0].fieldViolations[kept]).toEqual({
      reason: "MORE_VIOLATIONS",
      description: `${500 - kept} more violations were left out`,
    });
    expect(sent[1]).toMatchObject({
      reason: "BOOK_INVALID",
      metadata: { trimmed: `DebugInfo, ${500 - kept} of 500 BadRequest violations` },
    });
    // Of a type that only its maker knows, and still in words.
    expect(sent[2]).toMatchObject({ id: "42" });
  });

  it("shortens what came as JSON", () => {
    const fieldViolations = Array.from({ length: 100 }, () => ({ description: "is wrong" }));
    const json = { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations };
    const { details } = RpcError.from({ code: 3, message: "m", details: [json] });
    const fitted = fitBody("m", details, 500);
    expect(fitted.report?.shortened).toEqual([
      { type: "google.rpc.BadRequest", kept: expect.any(Number), of: 100 },
    ]);
    expect(bodyOf("m", fitted.details).length).toBeLessThanOrEqual(500);
  });

  it("cuts the message when no details are left", () => {
    const { message, details, report } = fitBody(
      "\n".repeat(3_000),
      toDetails([errorInfo({})]),
      4_000,
    );
    expect(details).toEqual([]);
    expect(message).toMatch(/^\n+…$/);
    expect(bodyOf(message, details).length).toBeLessThanOrEqual(4_000);
    expect(report).toMatchObject({
      message: { keptBytes: Buffer.byteLength(message), ofBytes: 3_000 },
    });
  });

  it("keeps every body within its limit", () => {
    fc.assert(
      fc.property(bigStatus, fc.integer({ min: 7_000, max: 40_000 }), (status, maxBytes) => {
        const given = toDetails([...(status.details ?? [])]);
        const { message, details, report } = fitBody(status.message, given, maxBytes);
        const body = bodyOf(message, details);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxBytes);
        if (report === undefined) expect(body).toBe(bodyOf(status.message, given));
        else expect(Buffer.byteLength(bodyOf(status.message, given))).toBeGreaterThan(maxBytes - 2);
        if (Buffer.byteLength(status.message) <= 1_000) expect(message).toBe(status.message);
      }),
      { numRuns: 300 },
    );
  });
});

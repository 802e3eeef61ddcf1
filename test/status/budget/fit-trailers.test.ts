import { create, type DescMessage, fromBinary, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StatusSchema } from "../../../gen/google/rpc/status_pb.js";
import { fitTrailers } from "../../../src/status/budget/fit-trailers.js";
import { badRequest } from "../../../src/status/builders/bad-request.js";
import { debugInfo } from "../../../src/status/builders/debug-info.js";
import { help } from "../../../src/status/builders/help.js";
import { requestInfo } from "../../../src/status/builders/request-info.js";
import { knownSchema } from "../../../src/status/known-types.js";
import { encodeStatusDetails } from "../../../src/status/status-details.js";
import { decodeUtf8, wellFormed } from "../../../src/wire/utf8.js";
import { codeAndMessage } from "../../fixtures/code-and-message.js";
import { fiveMessages } from "../../fixtures/five-details.js";
import { bigStatus, longMessage } from "./big-status.js";

const utf8 = (text: string) => Buffer.byteLength(text);
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
const raw = (length: number) => ({ typeUrl: "x/y.Z", value: new Uint8Array(length) });

describe("fitTrailers", () => {
  it("leaves a status that fits as it is, byte for byte as protobuf-es writes it", () => {
    const [code, message] = [3, "the book cannot be imported"];
    const details = fiveMessages.map((one) =>
      anyPack(knownSchema(one.$typeName) as DescMessage, one),
    );
    const fitted = fitTrailers({ code, message, details: fiveMessages });
    const status = create(StatusSchema, { code, message, details });
    expect(hex(fitted.bytes)).toBe(hex(toBinary(StatusSchema, status)));
    expect(fitted.report).toBeUndefined();
    expect(fitted.details.map(({ value }) => value)).toEqual(fiveMessages);
  });

  it.each([
    ["no details", []],
    [
      "none that encodes",
      [{ schema: knownSchema("google.rpc.RetryInfo"), value: { retryDelay: { seconds: "x" } } }],
    ],
  ])("has no status message where there are %s", (_, details) => {
    const fitted = fitTrailers({ code: 5, message: "m", details: details as never });
    expect(fitted).toMatchObject({
      message: "m",
      bytes: undefined,
      details: [],
      report: undefined,
    });
  });

  it("keeps the status within its limit to the byte", () => {
    const status = { code: 5, message: "m", details: [raw(3_000), raw(10)] };
    const size = encodeStatusDetails(status).length;
    expect(fitTrailers(status, { maxDetailsBytes: size }).report).toBeUndefined();
    const { report, bytes } = fitTrailers(status, { maxDetailsBytes: size - 1 });
    expect(report).toMatchObject({ maxBytes: size - 1, bytesBefore: size });
    expect(report?.bytesAfter).toBe(bytes?.length);
    expect(report?.dropped).toHaveLength(1);
  });

  it("counts the message twice, as it is escaped and in the status", () => {
    // 600 letters are 1,200 bytes in the status, and 3,600 in the header: with 5,000 bytes too many.
    const status = { code: 5, message: "й".repeat(600), details: [raw(3_700), raw(10)] };
    expect(encodeStatusDetails(status).length).toBeLessThan(5_500);
    const { report, message } = fitTrailers(status);
    expect(message).toBe(status.message);
    expect(report).toMatchObject({ maxBytes: 8_192, dropped: [{ type: "y.Z" }] });
    expect(report?.bytesBefore).toBeGreaterThan(8_192);
  });

  it("counts the message as it is going to be escaped", () => {
    // 1,000 bytes for gRPC, 2,000 for encodeURI, which escapes spaces.
    const status = { code: 5, message: "a ".repeat(500), details: [raw(3_500)] };
    expect(fitTrailers(status).report).toBeUndefined();
    const { report } = fitTrailers(status, { measureMessage: (text) => encodeURI(text).length });
    expect(report).toMatchObject({ maxBytes: 8_192, dropped: [{ type: "y.Z" }] });
  });

  it("counts the call's other headers", () => {
    const status = { code: 5, message: "m", details: [raw(4_000)] };
    const { blockBytes } = fitTrailers(status);
    expect(fitTrailers(status, { otherBytes: 8_192 - blockBytes }).report).toBeUndefined();
    const { report, ...fitted } = fitTrailers(status, { otherBytes: 8_193 - blockBytes });
    expect(report).toMatchObject({ maxBytes: 8_192, bytesBefore: 8_193 });
    expect(report?.bytesAfter).toBe(fitted.blockBytes);
  });

  it("lets DebugInfo, Help and violations go in this order, each only where it has to", () => {
    const list = badRequest(Array.from({ length: 100 }, (_, i) => ({ field: `books[${i}]` })));
    const details = [
      debugInfo({ detail: "x".repeat(500) }),
      list,
      help([{ url: "x".repeat(500) }]),
    ];
    const kept = (maxDetailsBytes: number) => {
      const { details: left, report } = fitTrailers(
        { code: 3, message: "m", details },
        { maxDetailsBytes },
      );
      return [...left.map(({ type }) => type.slice(11)), report?.shortened.length ?? 0];
    };
    const size = encodeStatusDetails({ code: 3, message: "m", details }).length;
    expect(kept(size)).toEqual(["DebugInfo", "BadRequest", "Help", 0]);
    expect(kept(size - 1)).toEqual(["BadRequest", "Help", 0]);
    expect(kept(size - 600)).toEqual(["BadRequest", 0]);
    expect(kept(size - 1_200)).toEqual(["BadRequest", 1]);
    expect(kept(50)).toEqual([0]);
  });

  it("cuts the message only when no detail is left, and then counts it once", () => {
    const details = [requestInfo("id-1")];
    const inBoth = fitTrailers({ code: 13, message: "x".repeat(3_000), details });
    expect(inBoth.report).toBeUndefined();
    // Too much for a status of 5,500 bytes, but not for a header.
    const once = fitTrailers({ code: 13, message: "x".repeat(6_000), details });
    expect(once).toMatchObject({ message: "x".repeat(6_000), bytes: undefined });
    expect(once.report?.message).toBeUndefined();
    const cut = fitTrailers({ code: 13, message: "x".repeat(9_000), details });
    expect(cut.blockBytes).toBe(8_192);
    expect(cut.message).toMatch(/^x+…$/);
    expect(cut.report).toMatchObject({
      dropped: [{ type: "google.rpc.RequestInfo" }],
      message: { keptBytes: utf8(cut.message), ofBytes: 9_000 },
    });
  });

  it("lets a message of 1,000 bytes arrive whole, however little is allowed", () => {
    const message = "й".repeat(500);
    const budget = { maxDetailsBytes: 0, otherBytes: 10_000 };
    expect(fitTrailers({ code: 5, message }, budget)).toMatchObject({ message, report: undefined });
    const longer = fitTrailers({ code: 5, message: `${message}йй` }, budget);
    expect(longer.message).toBe(`${"й".repeat(499)}…`);
    expect(longer.report).toMatchObject({ message: { keptBytes: 1_001, ofBytes: 1_004 } });
  });

  it("sends no details at all where they may weigh nothing", () => {
    const empty = { typeUrl: "", value: new Uint8Array(0) };
    const { bytes, details, report } = fitTrailers(
      { code: 5, message: "", details: [empty] },
      { maxDetailsBytes: 0 },
    );
    expect({ bytes, details }).toEqual({ bytes: undefined, details: [] });
    expect(report).toMatchObject({ maxBytes: 0, bytesAfter: 0, dropped: [{ type: "" }] });
  });

  it("answers for a message of megabytes and a list of 100,000 violations", () => {
    const violations = Array.from({ length: 100_000 }, (_, i) => ({
      field: `books[${i}].isbn`,
      description: "has 12 digits, an ISBN-13 needs all 13 of them",
    }));
    const list = fitTrailers({ code: 3, message: "m", details: [badRequest(violations)] });
    const kept = list.report?.shortened[0]?.kept ?? 0;
    expect(list.report?.shortened).toEqual([{ type: "google.rpc.BadRequest", kept, of: 100_000 }]);
    // Each weighs some 65 bytes.
    expect(kept).toBeGreaterThan(5_500 / 75);
    const message = "книга ".repeat(1_000_000);
    const text = fitTrailers({ code: 3, message, details: fiveMessages });
    expect(text.blockBytes).toBeLessThanOrEqual(8_192);
    expect(message.startsWith(text.message.slice(0, -1))).toBe(true);
  });

  it("answers for 10,000 details", () => {
    const details = Array.from({ length: 10_000 }, (_, i) => fiveMessages[i % 5] ?? raw(1));
    const { bytes, report, details: kept } = fitTrailers({ code: 3, message: "m", details });
    expect(bytes?.length).toBeLessThanOrEqual(5_500);
    expect(kept.length + (report?.dropped.length ?? 0)).toBe(10_000);
    // Two thousand of them are more than fits, and they come first; what is left takes smaller ones.
    const requests = kept.filter(({ type }) => type === "google.rpc.RequestInfo");
    expect(requests.length).toBeGreaterThan(50);
    expect(kept.length - requests.length).toBeLessThan(3);
  });

  it("keeps every status within both limits, and code and message in any case", () => {
    const limit = fc.option(fc.oneof(fc.nat(2_000), fc.nat(32_768)), { nil: undefined });
    fc.assert(
      fc.property(bigStatus, limit, fc.nat(9_000), (status, maxDetailsBytes, otherBytes) => {
        const max = maxDetailsBytes ?? 5_500;
        const maxBlock = Math.ceil((max * 4) / 3) + 858;
        const fitted = fitTrailers(status, { maxDetailsBytes, otherBytes });
        const { message, bytes, report, blockBytes } = fitted;
        const given = wellFormed(status.message);
        expect(bytes?.length ?? 0).toBeLessThanOrEqual(max);
        if (blockBytes > maxBlock) {
          expect(bytes).toBeUndefined();
          expect(utf8(message)).toBeLessThanOrEqual(1_003);
        }
        if (message !== given) {
          expect(given.startsWith(message.slice(0, -1))).toBe(true);
          expect(message.endsWith("…")).toBe(true);
          expect(utf8(message)).toBeGreaterThanOrEqual(1_000);
          expect(report?.message).toEqual({ keptBytes: utf8(message), ofBytes: utf8(given) });
        }
        if (bytes !== undefined) {
          const sent = codeAndMessage(bytes);
          expect([sent.code, decodeUtf8(sent.message)]).toEqual([status.code, message]);
          expect(fromBinary(StatusSchema, bytes).details).toHaveLength(fitted.details.length);
        }
        if (report === undefined) {
          expect(message).toBe(given);
          if (bytes !== undefined) expect(hex(bytes)).toBe(hex(encodeStatusDetails(status)));
        } else {
          expect(report.bytesBefore).toBeGreaterThan(report.maxBytes);
          expect(report.bytesAfter).toBeLessThan(report.bytesBefore);
          if (blockBytes <= maxBlock)
            expect(report.bytesAfter).toBeLessThanOrEqual(report.maxBytes);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("survives any bytes under the names of the types that it knows", () => {
    const known = [
      "BadRequest",
      "QuotaFailure",
      "PreconditionFailure",
      "ErrorInfo",
      "Help",
      "RequestInfo",
    ];
    // Tags and lengths of small messages, so that many decode in part.
    const byte = fc.oneof(fc.constantFrom(0x0a, 0x12, 0x1a, 0x0b, 0x0c, 0, 1, 2, 3), fc.nat(255));
    const detail = fc.record({
      typeUrl: fc.constantFrom(...known).map((name) => `x/google.rpc.${name}`),
      value: fc.array(byte, { maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)),
    });
    const details = fc.array(detail, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(details, fc.nat(400), (given, maxDetailsBytes) => {
        const status = { code: 5, message: "m", details: given };
        const { bytes, report } = fitTrailers(status, { maxDetailsBytes });
        expect(bytes?.length ?? 0).toBeLessThanOrEqual(maxDetailsBytes);
        if (report !== undefined) expect(report.bytesBefore).toBeGreaterThan(maxDetailsBytes);
      }),
      { numRuns: 3_000 },
    );
  });

  it("cuts no message that would fit, and none by more than a character too much", () => {
    fc.assert(
      fc.property(longMessage, fc.integer({ min: 1, max: 16 }), (text, code) => {
        const given = wellFormed(text);
        const { message, report, blockBytes } = fitTrailers({ code, message: text });
        if (report === undefined) expect(message).toBe(given);
        // Twelve bytes of the largest character, and as many of the mark.
        else if (utf8(message) > 1_003) expect(blockBytes).toBeGreaterThan(8_192 - 24);
      }),
      { numRuns: 500 },
    );
  });
});

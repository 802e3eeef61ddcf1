import fc from "fast-check";
import { badRequest } from "../../../src/status/builders/bad-request.js";
import { debugInfo } from "../../../src/status/builders/debug-info.js";
import { errorInfo } from "../../../src/status/builders/error-info.js";
import { help } from "../../../src/status/builders/help.js";
import { requestInfo } from "../../../src/status/builders/request-info.js";
import type { DetailInput } from "../../../src/status/details/detail-input.js";
import type { StatusInit } from "../../../src/status/status-details.js";
import { anyDetail } from "../../fixtures/detail-arbitrary.js";
import { anyText, protobufText } from "../../fixtures/status-arbitrary.js";

const text = (max: number) => fc.nat(max).map((length) => "x".repeat(length));

/** Messages of all lengths and alphabets, lone surrogates among them. */
export const longMessage: fc.Arbitrary<string> = fc.oneof(
  anyText,
  fc
    .tuple(
      fc.oneof(protobufText, anyText, fc.constantFrom("x", " ", "й", "書", "📚", "\n", "a📚")),
      fc.integer({ min: 1, max: 9_000 }),
    )
    .map(([part, times]) => part.repeat(Math.ceil(times / (part.length + 1)))),
);

const largeDetail: fc.Arbitrary<DetailInput> = fc.oneof(
  text(20_000).map((detail) => debugInfo({ detail })),
  text(3_000).map((url) => help([{ url }])),
  text(3_000).map((servingData) => requestInfo(servingData)),
  text(6_000).map((value) => errorInfo({ reason: "BOOK_INVALID", metadata: { value } })),
  fc
    .tuple(fc.nat(400), text(40))
    .map(([count, field]) => badRequest(Array.from({ length: count }, () => ({ field })))),
  fc.nat(8_000).map((length) => ({ typeUrl: "x/y.Z", value: new Uint8Array(length) })),
);

/** A status of any size, from what always fits to what never does. */
export const bigStatus: fc.Arbitrary<StatusInit> = fc.record({
  code: fc.integer({ min: 1, max: 16 }),
  message: longMessage,
  details: fc.array(fc.oneof(anyDetail, largeDetail), { maxLength: 10 }),
});

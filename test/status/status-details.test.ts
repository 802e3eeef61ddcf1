import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import type { DetailInput } from "../../src/status/details/detail-input.js";
import { decodeStatusDetails, encodeStatusDetails } from "../../src/status/status-details.js";
import { fiveDetails, fiveDetailsBytes, fiveMessages } from "../fixtures/five-details.js";
import { BookSchema, book } from "../fixtures/library-details.js";
import { anyText, statusMessage } from "../fixtures/status-arbitrary.js";

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");

describe("decodeStatusDetails", () => {
  it("reads a status of five details that protobuf-es wrote", () => {
    const { code, message, details, problems } = decodeStatusDetails(fiveDetailsBytes);
    expect({ code, message, problems }).toEqual({
      code: 3,
      message: fiveDetails.message,
      problems: [],
    });
    expect(details.map(({ value }) => value)).toEqual(fiveMessages);
  });

  it("reads the same from base64 in every form", () => {
    const bytes = Buffer.from(fiveDetailsBytes);
    const padded = bytes.toString("base64");
    for (const text of [
      padded,
      padded.replace(/=+$/, ""),
      bytes.toString("base64url"),
      `${padded}\n`,
    ]) {
      const { code, details, problems } = decodeStatusDetails(text);
      expect({ code, problems }).toEqual({ code: 3, problems: [] });
      expect(details.map(({ value }) => value)).toEqual(fiveMessages);
    }
  });

  it("reads any status that protobuf-es writes", () => {
    fc.assert(
      fc.property(statusMessage, (status) => {
        const decoded = decodeStatusDetails(toBinary(StatusSchema, status));
        expect({
          code: decoded.code,
          message: decoded.message,
          problems: decoded.problems,
        }).toEqual({
          code: status.code,
          message: status.message,
          problems: [],
        });
        expect(decoded.details.map(({ typeUrl, bytes }) => [typeUrl, hex(bytes)])).toEqual(
          status.details.map(({ typeUrl, value }) => [typeUrl, hex(value)]),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it.each([0, 1, 2, 3, 4])("loses only detail %i when that one is corrupt", (corrupt) => {
    const details = fiveDetails.details.map((any, i) =>
      i === corrupt ? { ...any, value: any.value.subarray(0, -1) } : any,
    );
    const decoded = decodeStatusDetails(
      toBinary(StatusSchema, create(StatusSchema, { ...fiveDetails, details })),
    );
    expect(decoded.details.map(({ value }) => value)).toEqual(
      fiveMessages.map((message, i) => (i === corrupt ? undefined : message)),
    );
    expect(decoded.details.map(({ problem }) => problem?.kind)).toEqual(
      fiveMessages.map((_, i) => (i === corrupt ? "detail" : undefined)),
    );
  });

  it("says that text is no base64, and reads what came before the damage", () => {
    const text = `${Buffer.from(fiveDetailsBytes).toString("base64").slice(0, 200)}!!`;
    const { code, problems } = decodeStatusDetails(text);
    expect(code).toBe(3);
    expect(problems[0]).toMatchObject({
      kind: "base64",
      value: expect.stringContaining(text.slice(0, 20)),
    });
  });

  it("never throws for any bytes and any text, however deep one looks", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 100 }), anyText, fc.base64String()),
        (input) => {
          const { code, message, details } = decodeStatusDetails(input);
          expect(Number.isInteger(code)).toBe(true);
          expect(typeof message).toBe("string");
          for (const { value, problem } of details)
            expect(value === undefined).toBe(problem !== undefined);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

describe("encodeStatusDetails", () => {
  it("writes a status of five details byte for byte like protobuf-es", () => {
    const bytes = encodeStatusDetails({
      code: 3,
      message: fiveDetails.message,
      details: fiveMessages,
    });
    expect(hex(bytes)).toBe(hex(fiveDetailsBytes));
  });

  it("writes any status byte for byte like protobuf-es", () => {
    fc.assert(
      fc.property(statusMessage, (status) => {
        expect(hex(encodeStatusDetails(status))).toBe(hex(toBinary(StatusSchema, status)));
      }),
      { numRuns: 1000 },
    );
  });

  it("is the inverse of decodeStatusDetails for every status that protobuf-es writes", () => {
    fc.assert(
      fc.property(statusMessage, (status) => {
        const sent = toBinary(StatusSchema, status);
        expect(hex(encodeStatusDetails(decodeStatusDetails(sent)))).toBe(hex(sent));
      }),
      { numRuns: 1000 },
    );
  });

  it("sends corrupt and unknown details on byte for byte", () => {
    const anys = [
      Buffer.from([0x0a, 9, 1]), // cut off
      Buffer.from([0x12, 1, 9, 0x0a, 1, 0x61]), // fields out of order
      Buffer.from([0x0a, 1, 0x61, 0x1a, 1, 0x62]), // a third field
      Buffer.alloc(0),
    ];
    const sent = Buffer.concat([
      Buffer.from([8, 5]),
      ...anys.map((any) => Buffer.from([0x1a, any.length, ...any])),
    ]);
    expect(hex(encodeStatusDetails(decodeStatusDetails(sent)))).toBe(hex(sent));
  });

  it("replaces lone surrogates in the message, as protobuf-es does", () => {
    fc.assert(
      fc.property(anyText, (message) => {
        expect(hex(encodeStatusDetails({ code: 5, message }))).toBe(
          hex(toBinary(StatusSchema, create(StatusSchema, { code: 5, message }))),
        );
      }),
    );
  });

  it("leaves a detail out that does not encode and keeps the others", () => {
    const details: DetailInput[] = [
      { schema: BookSchema, value: { copies: 1.5 } },
      { schema: BookSchema, value: book },
    ];
    const { details: sent } = fromBinary(
      StatusSchema,
      encodeStatusDetails({ code: 5, message: "m", details }),
    );
    expect(sent.map(({ typeUrl }) => typeUrl)).toEqual([
      "type.googleapis.com/example.library.v1.Book",
    ]);
    expect(toBinary(AnySchema, sent[0] as (typeof sent)[number]).length).toBeGreaterThan(60);
  });

  it("throws a TypeError for a detail of no accepted shape, with its index", () => {
    const details = [...fiveMessages, "text" as unknown as DetailInput];
    expect(() => encodeStatusDetails({ code: 5, message: "m", details })).toThrow(TypeError);
    expect(() => encodeStatusDetails({ code: 5, message: "m", details })).toThrow("details[5]");
  });
});

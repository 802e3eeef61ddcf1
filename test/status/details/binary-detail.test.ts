import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { AnySchema, anyPack } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema, HelpSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../../gen/yandex/cloud/quota/quota_pb.js";
import { anyBytes } from "../../../src/status/details/any-bytes.js";
import { BinaryDetail } from "../../../src/status/details/binary-detail.js";
import { fiveDetails, fiveMessages } from "../../fixtures/five-details.js";
import {
  BOOK_URL,
  BookSchema,
  book,
  bookBytes,
  ReservationSchema,
} from "../../fixtures/library-details.js";
import { anyMessage } from "../../fixtures/status-arbitrary.js";

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
const serialize = (any: { typeUrl: string; value: Uint8Array }) =>
  toBinary(AnySchema, { $typeName: "google.protobuf.Any", ...any });

describe("BinaryDetail", () => {
  it.each(fiveMessages.map((message, i) => [message.$typeName, message, i] as const))(
    "decodes %s to the message that was sent",
    (type, message, i) => {
      const any = fiveDetails.details[i] as (typeof fiveDetails.details)[number];
      const detail = new BinaryDetail(toBinary(AnySchema, any));
      expect(detail.type).toBe(type);
      expect(detail.typeUrl).toBe(`type.googleapis.com/${type}`);
      expect(detail.value).toEqual(message);
      expect(hex(detail.bytes)).toBe(hex(any.value));
      expect(detail.problem).toBeUndefined();
      expect(detail.json).toBeUndefined();
    },
  );

  it("decodes once, when value is first read, and then gives the same object", () => {
    const detail = new BinaryDetail(anyPack(ErrorInfoSchema, fiveMessages[1]));
    expect(detail.value).toBe(detail.value);
    expect(detail.as(ErrorInfoSchema)).toBe(detail.value);
  });

  it("keeps the quota failures of Google and of Yandex Cloud apart", () => {
    const detail = new BinaryDetail({
      typeUrl: "type.googleapis.com/yandex.cloud.quota.QuotaFailure",
      value: new Uint8Array(),
    });
    expect(detail.value).toMatchObject({ $typeName: "yandex.cloud.quota.QuotaFailure" });
    expect(detail.as(YandexQuotaFailureSchema)).toBe(detail.value);
  });

  it("keeps the bytes of an unknown type, says so, and re-sends them byte for byte", () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const sent = serialize(any);
        const detail = new BinaryDetail(sent);
        expect(detail.typeUrl).toBe(any.typeUrl);
        expect(hex(detail.bytes)).toBe(hex(any.value));
        expect(hex(anyBytes(detail))).toBe(hex(sent));
        expect(detail.value).toBeUndefined();
        expect(detail.problem?.kind).toBe("unknown-type");
      }),
    );
  });

  it("re-sends the same bytes where it was given an Any instead of its bytes", () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        expect(hex(anyBytes(new BinaryDetail(any)))).toBe(hex(serialize(any)));
      }),
    );
  });

  it("re-sends an Any with fields of its own and fields out of order as it came", () => {
    const sent = Buffer.concat([
      Buffer.from([0x12, 1, 9, 0x1a, 2, 1, 2]),
      serialize({ typeUrl: "t/x.Y", value: new Uint8Array() }),
    ]);
    expect(hex(anyBytes(new BinaryDetail(sent)))).toBe(hex(sent));
  });

  it.each([
    ["bytes cut off", toBinary(ErrorInfoSchema, fiveMessages[1]).subarray(0, -1)],
    ["bytes that are no message", new Uint8Array([0xff, 0xff, 0xff])],
    ["text that is not UTF-8", new Uint8Array([0x0a, 1, 0xff])],
  ])("keeps %s of a known type and says what is wrong", (_, value) => {
    expect(() => fromBinary(ErrorInfoSchema, value)).toThrow();
    const sent = serialize({ typeUrl: "type.googleapis.com/google.rpc.ErrorInfo", value });
    const detail = new BinaryDetail(sent);
    expect(detail.value).toBeUndefined();
    expect(detail.as(ErrorInfoSchema)).toBeUndefined();
    expect(detail.problem).toMatchObject({
      kind: "detail",
      message: expect.stringContaining("google.rpc.ErrorInfo"),
    });
    expect(hex(detail.bytes)).toBe(hex(value));
    expect(hex(anyBytes(detail))).toBe(hex(sent));
  });

  it("decodes a custom type when it is asked for with its schema", () => {
    const detail = new BinaryDetail({ typeUrl: BOOK_URL, value: bookBytes });
    expect(detail.as(BookSchema)).toEqual(book);
    expect(detail.as(ReservationSchema)).toBeUndefined();
    expect(detail.as(HelpSchema)).toBeUndefined();
  });

  it("gives undefined for a custom type whose bytes are damaged", () => {
    const detail = new BinaryDetail({ typeUrl: BOOK_URL, value: bookBytes.subarray(0, -1) });
    expect(() => fromBinary(BookSchema, bookBytes.subarray(0, -1))).toThrow();
    expect(detail.as(BookSchema)).toBeUndefined();
  });

  it("does not pass off a cut-off Any as an empty message of its type", () => {
    const sent = serialize({ typeUrl: BOOK_URL, value: bookBytes }).subarray(0, -1);
    const detail = new BinaryDetail(sent);
    expect(detail.type).toBe("example.library.v1.Book");
    expect(detail.value).toBeUndefined();
    expect(detail.problem?.kind).toBe("detail");
    expect(detail.as(BookSchema)).toBeUndefined();
    expect(hex(anyBytes(detail))).toBe(hex(sent));
  });

  it("reads an Any without a type URL, or without anything", () => {
    expect(new BinaryDetail(new Uint8Array())).toMatchObject({
      type: "",
      typeUrl: "",
      value: undefined,
    });
    expect(new BinaryDetail(new Uint8Array()).problem?.kind).toBe("unknown-type");
    expect(hex(anyBytes(new BinaryDetail(new Uint8Array())))).toBe("");
  });

  it("never throws for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const detail = new BinaryDetail(bytes);
        expect(detail.value === undefined).toBe(detail.problem !== undefined);
        expect(hex(anyBytes(detail))).toBe(hex(bytes));
        expect(detail.as(BookSchema)).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
  });
});
